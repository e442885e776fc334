namespace DeepCompression.Aot.Runtime;

internal readonly unsafe partial struct ConvolutionTile<TVector, TLanes, TTile>
{
    /// <summary>The most sums that are few.</summary>
    private const int MaxFewSums = 4;

    /// <summary>
    /// Adds a block's taps to the sums of output channels, where there are one to four sums. So few would wait for one another:
    /// every second tap has sums of its own, added to the others at the end.
    /// </summary>
    private void AddFew(Tap* tap, Visit* visits, int count)
    {
        float* packed = _packed;
        for (int i = 0; i < count; i++)
        {
            Visit visit = visits[i];
            float* partial = Partial(visit.Channel);
            TVector even0, even1, even2, even3;
            if (visit.IsFirst)
            {
                even0 = even1 = even2 = even3 = Start(visit.Channel);
            }
            else
            {
                even0 = Load(0, partial);
                even1 = Load(1, partial);
                even2 = Load(2, partial);
                even3 = Load(3, partial);
            }

            TVector odd0 = default, odd1 = default, odd2 = default, odd3 = default;
            Tap* end = tap + visit.Count;
            for (; end - tap > 1; tap += 2)
            {
                float* x = packed + tap[0].Place;
                TVector weight = TLanes.Create(tap[0].Weight);
                even0 = MultiplyAdd(0, x, weight, even0);
                even1 = MultiplyAdd(1, x, weight, even1);
                even2 = MultiplyAdd(2, x, weight, even2);
                even3 = MultiplyAdd(3, x, weight, even3);
                x = packed + tap[1].Place;
                weight = TLanes.Create(tap[1].Weight);
                odd0 = MultiplyAdd(0, x, weight, odd0);
                odd1 = MultiplyAdd(1, x, weight, odd1);
                odd2 = MultiplyAdd(2, x, weight, odd2);
                odd3 = MultiplyAdd(3, x, weight, odd3);
            }

            if (tap < end)
            {
                float* x = packed + tap->Place;
                TVector weight = TLanes.Create(tap->Weight);
                even0 = MultiplyAdd(0, x, weight, even0);
                even1 = MultiplyAdd(1, x, weight, even1);
                even2 = MultiplyAdd(2, x, weight, even2);
                even3 = MultiplyAdd(3, x, weight, even3);
                tap++;
            }

            even0 = TLanes.Add(even0, odd0);
            even1 = TLanes.Add(even1, odd1);
            even2 = TLanes.Add(even2, odd2);
            even3 = TLanes.Add(even3, odd3);
            if (!visit.IsLast)
            {
                Store(0, even0, partial);
                Store(1, even1, partial);
                Store(2, even2, partial);
                Store(3, even3, partial);
            }
            else if (TTile.Pools)
            {
                StoreLargest(0, visit.Channel, even0, even1, even2, even3);
            }
            else
            {
                Store(0, visit.Channel, even0);
                Store(1, visit.Channel, even1);
                Store(2, visit.Channel, even2);
                Store(3, visit.Channel, even3);
            }
        }
    }
}
