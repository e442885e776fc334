// What is compiled where no network is named: a program to compare the cost of the build with.
System.Console.WriteLine("nothing");
