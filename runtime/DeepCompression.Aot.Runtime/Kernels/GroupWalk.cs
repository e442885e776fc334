using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>How the sums of a group of rows come about, bias and rectifier included; a struct that holds all it reads, pinned.</summary>
internal unsafe interface IGroupSums
{
    /// <summary>Rows of a group.</summary>
    static abstract int GroupRows { get; }

    /// <summary>Computes the sums of a group.</summary>
    /// <param name="start">Its first step.</param>
    /// <param name="end">The step behind its last.</param>
    /// <param name="place">The place of its first row.</param>
    /// <param name="sums">Receives as many sums as a group has rows.</param>
    void Compute(int start, int end, int place, float* sums);
}

/// <summary>
/// Walks the rows of a layer group by group, for all layouts whose rows are served in groups, and brings each sum to its row.
/// </summary>
internal static unsafe class GroupWalk
{
    /// <summary>Computes all groups, in any order.</summary>
    /// <param name="sums">How.</param>
    /// <param name="groupEnd">The step behind the last of each group.</param>
    /// <param name="order">The rows' order.</param>
    /// <param name="output">Receives a sum for each row.</param>
    public static void Do<TSums, TCrew>(TSums* sums, ReadOnlySpan<int> groupEnd, RowOrder order, Span<float> output)
        where TSums : unmanaged, IGroupSums
        where TCrew : struct, ICrew
    {
        fixed (int* end = groupEnd, rows = order.RowOfPlace, places = order.PlaceOfRow)
        fixed (float* y = output)
        {
            var call = new Call<TSums> { Sums = sums, GroupEnd = end, Order = rows, Rows = output.Length, Y = y };
            if (places is null)
            {
                TCrew.Do(&ScatterGroups<TSums>, &call, groupEnd.Length);
            }
            else
            {
                DoSmallLayer<TSums, TCrew>(&call, groupEnd.Length, places);
            }
        }
    }

    /// <summary>
    /// All groups of a layer whose sums can wait for each other. Two threads that wrote sums to rows anywhere would take each cache line
    /// from each other many times.
    /// </summary>
    [SkipLocalsInit]
    private static void DoSmallLayer<TSums, TCrew>(Call<TSums>* call, int groups, int* places)
        where TSums : unmanaged, IGroupSums
        where TCrew : struct, ICrew
    {
        float* memory = stackalloc float[RowOrder.MaxSmall + TSums.GroupRows + CacheLine.Floats];
        float* results = CacheLine.Align(memory);
        float* y = call->Y;
        call->Y = results;
        TCrew.Do(&OrderGroups<TSums>, call, groups);
        PlaceGather.Do(results, places, y, call->Rows);
    }

    /// <summary>Computes the sums of groups in the order of their places.</summary>
    private static void OrderGroups<TSums>(void* work, int thread, int first, int last)
        where TSums : unmanaged, IGroupSums
    {
        var call = (Call<TSums>*)work;
        int step = first == 0 ? 0 : call->GroupEnd[first - 1];
        for (int group = first; group < last; group++)
        {
            int end = call->GroupEnd[group];
            int place = group * TSums.GroupRows;
            call->Sums->Compute(step, end, place, call->Y + place);
            step = end;
        }
    }

    /// <summary>Computes the sums of groups and writes them to their rows.</summary>
    [SkipLocalsInit]
    private static void ScatterGroups<TSums>(void* work, int thread, int first, int last)
        where TSums : unmanaged, IGroupSums
    {
        var call = (Call<TSums>*)work;
        float* memory = stackalloc float[RowScatter.Length];
        var results = new RowScatter(memory, call->Order, call->Rows, call->Y, first * TSums.GroupRows);
        int step = first == 0 ? 0 : call->GroupEnd[first - 1];
        for (int group = first; group < last; group++)
        {
            int end = call->GroupEnd[group];
            int place = group * TSums.GroupRows;
            CacheLine.Prefetch(call->Order + place, TSums.GroupRows);
            call->Sums->Compute(step, end, place, results.Next);
            results.Take(TSums.GroupRows);
            step = end;
        }

        results.Flush();
    }

    /// <summary>A layer to compute.</summary>
    private struct Call<TSums>
        where TSums : unmanaged, IGroupSums
    {
        // Not a copy: one of numbers that were just stored has to wait for them.
        public TSums* Sums;
        public int* GroupEnd;
        public int* Order;
        public float* Y;
        public int Rows;
    }
}
