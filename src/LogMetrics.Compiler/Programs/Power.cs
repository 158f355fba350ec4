namespace LogMetrics.Compiler.Programs;

/// <summary>Powers to the last bit as mtail has them: whole exponents by repeated squaring, not by the platform's
/// <c>pow</c>, which rounds better and would give other digits beyond 2^53.</summary>
public static class Power
{
    /// <summary><paramref name="number"/> to the power of <paramref name="exponent"/>.</summary>
    public static double Of(double number, double exponent)
    {
        bool isWhole = Math.Abs(exponent) < 1L << 62 && exponent == Math.Truncate(exponent);
        if (!isWhole || number == 0 || number == 1 || !double.IsFinite(number))
        {
            return Math.Pow(number, exponent);
        }

        // Mantissas in [0.5, 1) and their exponents are kept apart, so that nothing on the way over- or underflows.
        (double factor, long factorExponent) = Split(number);
        double product = 1;
        long productExponent = 0;
        for (long rest = (long)Math.Abs(exponent); rest != 0; rest >>= 1)
        {
            if (Math.Abs(factorExponent) > 1 << 12)
            {
                productExponent += factorExponent;
                break;
            }

            if ((rest & 1) == 1)
            {
                product *= factor;
                productExponent += factorExponent;
            }

            factor *= factor;
            factorExponent <<= 1;
            if (factor < 0.5)
            {
                factor += factor;
                factorExponent--;
            }
        }

        if (exponent < 0)
        {
            product = 1 / product;
            productExponent = -productExponent;
        }

        return Math.ScaleB(product, (int)Math.Clamp(productExponent, int.MinValue / 2, int.MaxValue / 2));
    }

    /// <summary>To an integer as an x86 processor converts: what does not fit becomes the smallest one.</summary>
    public static long Truncate(double number) =>
        number is >= long.MinValue and < 9_223_372_036_854_775_808d ? (long)number : long.MinValue;

    static (double Mantissa, long Exponent) Split(double number)
    {
        int exponent = Math.ILogB(number) + 1;
        return (Math.ScaleB(number, -exponent), exponent);
    }
}
