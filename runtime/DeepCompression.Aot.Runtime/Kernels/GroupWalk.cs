using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>How the sums of a group of rows come about, bias and rectifier included; a struct that holds all it reads, pinned.</summary>
internal unsafe interface IGroupSums
{
    /// <summary>Rows of a group.</summary>
    static abstract int GroupRows { get; }

    /// <summary>
    /// Computes the sums of groups that follow one another. The loop over them is the kernel's, so that what they all need stays in
    /// registers: groups of small layers have few steps.
    /// </summary>
    /// <param name="groupEnd">The step behind the last of each group.</param>
    /// <param name="first">The first group.</param>
    /// <param name="last">The group behind the last.</param>
    /// <param name="sums">Receives as many sums as these groups have rows.</param>
    void Compute(int* groupEnd, int first, int last, float* sums);
}

/// <summary>
/// Walks the rows of a layer group by group, for all layouts whose rows are served in groups, and brings each sum to its row.
/// </summary>
internal static unsafe class GroupWalk
{
    /// <summary>Sums that are collected before they go to their rows: a multiple of every group's rows.</summary>
    private const int Collected = 256;

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

    /// <summary>The step that a group begins with.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int FirstStep(int* groupEnd, int group) => group == 0 ? 0 : groupEnd[group - 1];

    /// <summary>Computes the sums of groups in the order of their places.</summary>
    private static void OrderGroups<TSums>(void* work, int thread, int first, int last)
        where TSums : unmanaged, IGroupSums
    {
        var call = (Call<TSums>*)work;
        call->Sums->Compute(call->GroupEnd, first, last, call->Y + (first * TSums.GroupRows));
    }

    /// <summary>
    /// Computes the sums of groups and writes them to their rows. It collects some first: a number that was just stored as part of a
    /// vector is slow to load, which took a sixth of the time of a layer of 300 → 100.
    /// </summary>
    [SkipLocalsInit]
    private static void ScatterGroups<TSums>(void* work, int thread, int first, int last)
        where TSums : unmanaged, IGroupSums
    {
        var call = (Call<TSums>*)work;
        int groups = Collected / TSums.GroupRows;
        float* sums = stackalloc float[Collected];
        for (int group = first; group < last; group += groups)
        {
            int end = Math.Min(group + groups, last);
            int place = group * TSums.GroupRows;
            CacheLine.Prefetch(call->Order + place, Collected);
            call->Sums->Compute(call->GroupEnd, group, end, sums);
            Scatter(sums, call->Order + place, call->Y, Math.Min(end * TSums.GroupRows, call->Rows) - place);
        }
    }

    /// <summary>Writes sums to their rows.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Scatter(float* sums, int* rows, float* y, int count)
    {
        int i = 0;
        for (; i <= count - 4; i += 4)
        {
            y[rows[i]] = sums[i];
            y[rows[i + 1]] = sums[i + 1];
            y[rows[i + 2]] = sums[i + 2];
            y[rows[i + 3]] = sums[i + 3];
        }

        for (; i < count; i++)
        {
            y[rows[i]] = sums[i];
        }
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
