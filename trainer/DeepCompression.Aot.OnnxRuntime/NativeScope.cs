using System.Runtime.InteropServices;

namespace DeepCompression.Aot.OnnxRuntime;

/// <summary>What a call needs outside managed memory for as long as it takes.</summary>
internal sealed class NativeScope : IDisposable
{
    private readonly Stack<Action> _releases = new();

    /// <summary>A text as UTF-8 that ends with a zero.</summary>
    public nint Text(string text)
    {
        nint memory = Marshal.StringToCoTaskMemUTF8(text);
        _releases.Push(() => Marshal.FreeCoTaskMem(memory));
        return memory;
    }

    /// <summary>The address of an array, which stays where it is.</summary>
    public nint Pin(Array elements)
    {
        var handle = GCHandle.Alloc(elements, GCHandleType.Pinned);
        _releases.Push(handle.Free);
        return handle.AddrOfPinnedObject();
    }

    /// <summary>Something that is released by a call of its own.</summary>
    public nint Own(nint handle, Action<nint> release)
    {
        _releases.Push(() => release(handle));
        return handle;
    }

    /// <summary>Releases all, the latest first.</summary>
    public void Dispose()
    {
        while (_releases.TryPop(out Action? release))
        {
            release();
        }
    }
}
