using DeepCompression.Aot.Mutants;

return MutantTool.Run(args, Console.Out, Console.Error);
