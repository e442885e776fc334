namespace System
{
    /// <summary>What the native compiler copies structs with that hold references to memory, such as spans.</summary>
    internal static class Buffer
    {
        /// <summary>Copies bytes; without a garbage collector there is nobody to tell.</summary>
        internal static void BulkMoveWithWriteBarrier(ref byte target, ref byte source, nuint length) => SpanHelpers.Memmove(ref target, ref source, length);
    }
}
