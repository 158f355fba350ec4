using System.Runtime.InteropServices;

namespace LogMetrics.Runtime.Inputs.Files.Compression;

/// <summary>The libzstd of this system, as far as it decompresses streams.</summary>
/// <remarks>It is loaded when the first Zstandard file is met, and only then: most processes never need it, and .NET has no
/// decoder of its own.</remarks>
sealed unsafe class ZstandardLibrary
{
    // ZSTD_dParameter and ZSTD_ErrorCode of zstd.h and zstd_errors.h, which are stable since 1.4.
    const int WindowLogMax = 100;
    const int WindowTooLarge = 16;

    static readonly Lazy<ZstandardLibrary?> Installed = new(() => Load(NamesOnThisSystem));

    readonly delegate* unmanaged<nint> _create;
    readonly delegate* unmanaged<nint, nuint> _free;
    readonly delegate* unmanaged<nint, int, int, nuint> _setParameter;
    readonly delegate* unmanaged<nint, OutBuffer*, InBuffer*, nuint> _decompress;
    readonly delegate* unmanaged<nuint, uint> _isError;
    readonly delegate* unmanaged<nuint, int> _errorCode;

    ZstandardLibrary(nint library)
    {
        _create = (delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "ZSTD_createDCtx");
        _free = (delegate* unmanaged<nint, nuint>)NativeLibrary.GetExport(library, "ZSTD_freeDCtx");
        _setParameter = (delegate* unmanaged<nint, int, int, nuint>)NativeLibrary.GetExport(library, "ZSTD_DCtx_setParameter");
        _decompress = (delegate* unmanaged<nint, OutBuffer*, InBuffer*, nuint>)NativeLibrary.GetExport(library, "ZSTD_decompressStream");
        _isError = (delegate* unmanaged<nuint, uint>)NativeLibrary.GetExport(library, "ZSTD_isError");
        _errorCode = (delegate* unmanaged<nuint, int>)NativeLibrary.GetExport(library, "ZSTD_getErrorCode");
    }

    /// <summary>The library of this system; null when it is not installed.</summary>
    internal static ZstandardLibrary? OfThisSystem => Installed.Value;

    static string[] NamesOnThisSystem =>
        OperatingSystem.IsWindows() ? ["libzstd.dll", "zstd.dll"]
        : OperatingSystem.IsMacOS() ? ["libzstd.1.dylib", "/opt/homebrew/lib/libzstd.1.dylib"]
        : ["libzstd.so.1"];

    /// <summary>Loads the first library there is of some names; null when there is none, or it is too old.</summary>
    internal static ZstandardLibrary? Load(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, typeof(ZstandardLibrary).Assembly, DllImportSearchPath.SafeDirectories, out nint library))
            {
                try
                {
                    return new ZstandardLibrary(library);
                }
                catch (EntryPointNotFoundException)
                {
                    NativeLibrary.Free(library);
                }
            }
        }

        return null;
    }

    /// <summary>A decompressor at the start of a file.</summary>
    /// <param name="maxWindowLog">How many bytes it may have to look back at most, as a power of two: the memory it takes.</param>
    internal Context Create(int maxWindowLog)
    {
        nint context = _create();
        if (context == 0)
        {
            throw new InsufficientMemoryException();
        }

        var created = new Context(this, context);
        if (_isError(_setParameter(context, WindowLogMax, maxWindowLog)) != 0)
        {
            created.Dispose();
            throw new ArgumentOutOfRangeException(nameof(maxWindowLog));
        }

        return created;
    }

    /// <summary>How a step of decompression ended.</summary>
    internal enum Outcome
    {
        /// <summary>Inside a frame: more has to come.</summary>
        InsideFrame,

        /// <summary>Between two frames: the file may end here.</summary>
        BetweenFrames,

        /// <summary>The bytes are not what a compressor writes.</summary>
        Damaged,

        /// <summary>Decompressing takes more memory than is allowed.</summary>
        WindowTooLarge,
    }

    /// <summary>The state of one decompression.</summary>
    internal sealed class Context : SafeHandle
    {
        readonly ZstandardLibrary _library;

        internal Context(ZstandardLibrary library, nint context)
            : base(0, ownsHandle: true)
        {
            _library = library;
            SetHandle(context);
        }

        /// <inheritdoc/>
        public override bool IsInvalid => handle == 0;

        /// <summary>Decompresses until the input is used up or the output is full. When it fails, what it has written is lost.</summary>
        /// <param name="input">The next compressed bytes.</param>
        /// <param name="output">Where the decompressed ones go.</param>
        /// <param name="used">How many bytes of the input are done with.</param>
        /// <param name="written">How many bytes were decompressed.</param>
        /// <param name="next">How many bytes end the block that comes next, and the header behind it.</param>
        internal Outcome Decompress(ReadOnlySpan<byte> input, Span<byte> output, out int used, out int written, out int next)
        {
            nuint result;
            fixed (byte* source = input)
            fixed (byte* target = output)
            {
                InBuffer from = new() { Bytes = source, Size = (nuint)input.Length };
                OutBuffer to = new() { Bytes = target, Size = (nuint)output.Length };
                result = _library._decompress(handle, &to, &from);
                used = (int)from.Position;
                written = (int)to.Position;
            }

            next = 0;
            if (_library._isError(result) != 0)
            {
                return _library._errorCode(result) == WindowTooLarge ? Outcome.WindowTooLarge : Outcome.Damaged;
            }

            next = (int)result;
            return next == 0 ? Outcome.BetweenFrames : Outcome.InsideFrame;
        }

        /// <inheritdoc/>
        protected override bool ReleaseHandle()
        {
            _library._free(handle);
            return true;
        }
    }

    struct InBuffer
    {
        public byte* Bytes;
        public nuint Size;
        public nuint Position;
    }

    struct OutBuffer
    {
        public byte* Bytes;
        public nuint Size;
        public nuint Position;
    }
}
