using System.Globalization;
using ServerSample;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
// A line for each request would be most of the work.
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = Images.MaximumBodyBytes);
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ServerJson.Default));
builder.Services.AddSingleton<Classifier>();
// SIGTERM: no new connections; requests under way have this long to end.
builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));

// The weights are unpacked before the first request rather than in it.
Digits.Load();

WebApplication app = builder.Build();

app.MapPost("/classify", async (HttpRequest request, Classifier classifier) =>
{
    try
    {
        byte[] image = await Images.Read(request);
        return Results.Ok(classifier.Classify(image));
    }
    catch (BadImageException e)
    {
        return Results.BadRequest(new Problem(e.Message));
    }
    // Too long for the limit, or cut off.
    catch (BadHttpRequestException e)
    {
        return Results.Json(new Problem(e.Message), ServerJson.Default.Problem, statusCode: e.StatusCode);
    }
});

app.MapGet("/health", () => Results.Text("healthy\n"));

// For Prometheus, or for curl.
app.MapGet("/metrics", (Classifier classifier) => Results.Text(string.Create(
    CultureInfo.InvariantCulture,
    $"""
    # TYPE inferences_total counter
    inferences_total {classifier.Inferences}
    # TYPE inference_seconds_total counter
    inference_seconds_total {classifier.Duration.TotalSeconds:F6}
    # TYPE inference_allocated_bytes_total counter
    inference_allocated_bytes_total {classifier.AllocatedBytes}

    """)));

app.Run();
