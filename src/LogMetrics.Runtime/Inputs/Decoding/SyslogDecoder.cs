using LogMetrics.Runtime.Lines;

namespace LogMetrics.Runtime.Inputs.Decoding;

/// <summary>Makes of each syslog message the line that rsyslog would write. What begins with no priority is taken as it is,
/// and counted.</summary>
sealed class SyslogDecoder(InputEvents events, RecordJoiner? joiner) : LineDecoder(joiner)
{
    /// <inheritdoc/>
    internal override void Decode(LineBatch batch, int start, int length, long position)
    {
        Span<byte> message = batch.Buffer.AsSpan(start, length);
        if (!SyslogMessage.TryRead(message, out int lineStart, out int lineLength))
        {
            events.BadSyslog(SyslogFault.NoPriority);
        }

        Emit(batch, start + lineStart, lineLength, position, LineStream.None);
    }
}

/// <summary>What can be wrong with what comes to a syslog socket.</summary>
enum SyslogFault
{
    /// <summary>A message begins with no priority.</summary>
    NoPriority,

    /// <summary>A frame says a length that is none, or longer than a line may be.</summary>
    BadFrame,
}
