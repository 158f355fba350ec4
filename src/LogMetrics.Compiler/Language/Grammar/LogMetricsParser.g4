// Shape of a program. Deliberately a little wider than the language: SyntaxBuilder refuses the rest, because it can say
// what is wrong (a pattern in the middle of a condition, a statement without effect), where a parser could only say that
// it is stuck.
parser grammar LogMetricsParser;

options { tokenVocab = LogMetricsLexer; }

program : (statement | strayBrace)* EOF;

strayBrace : RCURLY;

block : LCURLY statement* RCURLY;

// Where a statement has to end is not said here: an expression needs a newline, `}` or the end behind it, the others
// do not. SyntaxBuilder sees to it.
statement
    : NL                                                                                    # emptyStatement
    | HIDDEN_? kind=(COUNTER | GAUGE | TIMER | TEXT | HISTOGRAM | SUMMARY) name=(ID | STRING) attribute*
                                                                                            # metricStatement
    | CONST name=ID NL? value=expression                                                    # constantStatement
    | GROK name=ID NL? value=expression                                                     # grokStatement
    | DEF name=ID block                                                                     # decoratorStatement
    | name=DECORATOR block                                                                  # decoratedStatement
    | DEL target=expression (AFTER duration=DURATION)?                                      # deleteStatement
    | TRY block (ELSE block)?                                                               # tryStatement
    | NEXT                                                                                  # nextStatement
    | STOP                                                                                  # stopStatement
    | OTHERWISE block                                                                       # otherwiseStatement
    | BEGIN block                                                                           # beginStatement
    | LOG_FILTER names                                                                      # filterStatement
    | expression (block (ELSE block)? | assignment+ block?)?                                     # expressionStatement
    | BARE_LCURLY statement* RCURLY                                                         # bareBlock
    | MISPLACED ~(NL | LCURLY | BARE_LCURLY | RCURLY)* block?                               # misplaced
    ;

assignment : operator=(ASSIGN | ADD_ASSIGN) NL? expression;

attribute
    : BY names                          # keysAttribute
    | AS STRING                         # nameAttribute
    | BUCKETS number (COMMA number)*    # bucketsAttribute
    | QUANTILES quantile (COMMA quantile)*   # quantilesAttribute
    | MAX_AGE DURATION                  # ageAttribute
    | LIMIT INT                         # limitAttribute
    | HELP STRING                       # helpAttribute
    | UNIT STRING                       # unitAttribute
    ;

names : nameOrString (COMMA nameOrString)*;
nameOrString : ID | STRING;
number : INT | FLOAT;
quantile : rank=number COLON error=number;

expression
    : ID                                                                                    # name
    | BUILTIN LPAREN arguments? RPAREN                                                      # call
    | CAPTURE                                                                               # capture
    | STRING                                                                                # string
    | INT                                                                                   # int
    | FLOAT                                                                                 # float
    | (REGEX | UNSAFE_REGEX)                                                                # regex
    | LPAREN expression RPAREN                                                              # parenthesized
    | expression LSQUARE keys RSQUARE                                                       # index
    | expression operator=(INC | DEC)                                                       # increment
    | COMPLEMENT expression                                                                 # complement
    | expression operator=(MUL | DIV | MOD | POW) NL? expression                            # binary
    | expression operator=(PLUS | MINUS) NL? expression                                     # binary
    | expression operator=(SHL | SHR) NL? expression                                        # binary
    | expression operator=(LT | LE | GT | GE | EQ | NE) NL? expression                      # binary
    | expression operator=(BIT_AND | BIT_OR | BIT_XOR) NL? expression                       # binary
    | expression operator=(MATCH | NOT_MATCH) NL? expression                                # binary
    | expression operator=(AND | OR) NL? expression                                         # binary
    | <assoc=right> expression QUESTION NL? expression COLON NL? expression                 # choice
    ;

arguments : expression (COMMA expression)*;

// The star, any value, is for what is to be deleted.
keys : key (COMMA key)*;
key : expression | MUL;
