using DeepCompression.Aot.Fuzzing;

return FuzzTool.Run(args, Console.Out, Console.Error);
