namespace DeepCompression.Aot.Runtime;

internal readonly unsafe partial struct ConvolutionTile<TVector, TLanes, TTile>
{
    /// <summary>
    /// Adds a block's taps to the sums of output channels, from five sums on. Which of the 24 there are is a constant of the
    /// tile: the compiler keeps those in registers and drops the others.
    /// </summary>
    private void AddMany(Tap* tap, Visit* visits, int count)
    {
        float* packed = _packed;
        for (int i = 0; i < count; i++)
        {
            Visit visit = visits[i];
            TVector s0, s1, s2, s3, s4, s5, s6, s7,
                s8, s9, s10, s11, s12, s13, s14, s15,
                s16, s17, s18, s19, s20, s21, s22, s23;
            if (visit.IsFirst)
            {
                s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 =
                s8 = s9 = s10 = s11 = s12 = s13 = s14 = s15 =
                s16 = s17 = s18 = s19 = s20 = s21 = s22 = s23 = Start(visit.Channel);
            }
            else
            {
                float* partial = Partial(visit.Channel);
                s0 = Load(0, partial);
                s1 = Load(1, partial);
                s2 = Load(2, partial);
                s3 = Load(3, partial);
                s4 = Load(4, partial);
                s5 = Load(5, partial);
                s6 = Load(6, partial);
                s7 = Load(7, partial);
                s8 = Load(8, partial);
                s9 = Load(9, partial);
                s10 = Load(10, partial);
                s11 = Load(11, partial);
                s12 = Load(12, partial);
                s13 = Load(13, partial);
                s14 = Load(14, partial);
                s15 = Load(15, partial);
                s16 = Load(16, partial);
                s17 = Load(17, partial);
                s18 = Load(18, partial);
                s19 = Load(19, partial);
                s20 = Load(20, partial);
                s21 = Load(21, partial);
                s22 = Load(22, partial);
                s23 = Load(23, partial);
            }

            for (Tap* end = tap + visit.Count; tap < end; tap++)
            {
                float* x = packed + tap->Place;
                TVector weight = TLanes.Create(tap->Weight);
                s0 = MultiplyAdd(0, x, weight, s0);
                s1 = MultiplyAdd(1, x, weight, s1);
                s2 = MultiplyAdd(2, x, weight, s2);
                s3 = MultiplyAdd(3, x, weight, s3);
                s4 = MultiplyAdd(4, x, weight, s4);
                s5 = MultiplyAdd(5, x, weight, s5);
                s6 = MultiplyAdd(6, x, weight, s6);
                s7 = MultiplyAdd(7, x, weight, s7);
                s8 = MultiplyAdd(8, x, weight, s8);
                s9 = MultiplyAdd(9, x, weight, s9);
                s10 = MultiplyAdd(10, x, weight, s10);
                s11 = MultiplyAdd(11, x, weight, s11);
                s12 = MultiplyAdd(12, x, weight, s12);
                s13 = MultiplyAdd(13, x, weight, s13);
                s14 = MultiplyAdd(14, x, weight, s14);
                s15 = MultiplyAdd(15, x, weight, s15);
                s16 = MultiplyAdd(16, x, weight, s16);
                s17 = MultiplyAdd(17, x, weight, s17);
                s18 = MultiplyAdd(18, x, weight, s18);
                s19 = MultiplyAdd(19, x, weight, s19);
                s20 = MultiplyAdd(20, x, weight, s20);
                s21 = MultiplyAdd(21, x, weight, s21);
                s22 = MultiplyAdd(22, x, weight, s22);
                s23 = MultiplyAdd(23, x, weight, s23);
            }

            if (!visit.IsLast)
            {
                float* partial = Partial(visit.Channel);
                Store(0, s0, partial);
                Store(1, s1, partial);
                Store(2, s2, partial);
                Store(3, s3, partial);
                Store(4, s4, partial);
                Store(5, s5, partial);
                Store(6, s6, partial);
                Store(7, s7, partial);
                Store(8, s8, partial);
                Store(9, s9, partial);
                Store(10, s10, partial);
                Store(11, s11, partial);
                Store(12, s12, partial);
                Store(13, s13, partial);
                Store(14, s14, partial);
                Store(15, s15, partial);
                Store(16, s16, partial);
                Store(17, s17, partial);
                Store(18, s18, partial);
                Store(19, s19, partial);
                Store(20, s20, partial);
                Store(21, s21, partial);
                Store(22, s22, partial);
                Store(23, s23, partial);
            }
            else if (TTile.Pools)
            {
                StoreLargest(0, visit.Channel, s0, s1, s2, s3);
                StoreLargest(1, visit.Channel, s4, s5, s6, s7);
                StoreLargest(2, visit.Channel, s8, s9, s10, s11);
                StoreLargest(3, visit.Channel, s12, s13, s14, s15);
                StoreLargest(4, visit.Channel, s16, s17, s18, s19);
                StoreLargest(5, visit.Channel, s20, s21, s22, s23);
            }
            else
            {
                Store(0, visit.Channel, s0);
                Store(1, visit.Channel, s1);
                Store(2, visit.Channel, s2);
                Store(3, visit.Channel, s3);
                Store(4, visit.Channel, s4);
                Store(5, visit.Channel, s5);
                Store(6, visit.Channel, s6);
                Store(7, visit.Channel, s7);
                Store(8, visit.Channel, s8);
                Store(9, visit.Channel, s9);
                Store(10, visit.Channel, s10);
                Store(11, visit.Channel, s11);
                Store(12, visit.Channel, s12);
                Store(13, visit.Channel, s13);
                Store(14, visit.Channel, s14);
                Store(15, visit.Channel, s15);
                Store(16, visit.Channel, s16);
                Store(17, visit.Channel, s17);
                Store(18, visit.Channel, s18);
                Store(19, visit.Channel, s19);
                Store(20, visit.Channel, s20);
                Store(21, visit.Channel, s21);
                Store(22, visit.Channel, s22);
                Store(23, visit.Channel, s23);
            }
        }
    }
}
