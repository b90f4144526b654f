//! How time and memory grow with the input: made-up definitions of one kind of size each, at 1, 2, 4 and 8 times.
//!
//! An input may drive up costs only as far as it is large itself. What grows faster than n log n is said, and the task
//! ends with 1.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;
use std::{fs, io};

use serde_json::{Map, Value, json};

use super::{definition, generator, target};

/// The sizes, as factors of the smallest.
const SIZES: [usize; 4] = [1, 2, 4, 8];

/// How often a process is run that is soon over; the fastest counts.
const RUNS: usize = 3;

/// A process that takes longer is run once, in milliseconds: the noise of a machine is a matter of moments.
const LONG: u64 = 500;

/// Eight times n log n, for the n here, is not twelve times as much; the rest is for the noise of the machine.
const MOST: u64 = 16;

/// Below this a process mostly starts, in milliseconds.
const NOISE: u64 = 100;

/// A kind of size.
struct Kind {
    name: &'static str,
    /// How many there are at the smallest size.
    least: usize,
    /// One definition, or two to compare.
    make: fn(usize) -> Vec<Value>,
}

const KINDS: &[Kind] = &[
    Kind { name: "operations", least: 2_500, make: |n| vec![operations(n, 50)] },
    Kind { name: "tags", least: 1_000, make: |n| vec![operations(n, 1)] },
    Kind { name: "schemas", least: 1_000, make: |n| vec![schemas(n)] },
    Kind { name: "properties", least: 12_500, make: |n| vec![properties(n)] },
    Kind { name: "enum values", least: 2_500, make: |n| vec![enumeration(n, "value")] },
    Kind { name: "colliding names", least: 1_000, make: |n| vec![collisions(n)] },
    // So many references, from a square of models.
    Kind { name: "references", least: 5_000, make: |n| vec![references(n)] },
    Kind { name: "description bytes", least: 62_500, make: |n| vec![description(n)] },
    Kind {
        name: "diff: values",
        least: 1_000,
        make: |n| vec![enumeration(n, "old"), enumeration(n, "new")],
    },
    Kind {
        name: "diff: properties",
        least: 1_000,
        make: |n| vec![properties(n), renamed_properties(n)],
    },
    Kind { name: "diff: operations", least: 250, make: |n| vec![operations(n, 50), schemas(n)] },
];

/// What one run took.
#[derive(Clone, Copy)]
struct Cost {
    /// Processor time that the process takes itself, in milliseconds.
    time: u64,
    /// Peak memory, in KiB.
    peak: u64,
}

/// Measures all kinds; whether none grows too fast.
pub(super) fn growth() -> io::Result<bool> {
    generator::build()?;
    let folder = target().join("bench-growth");
    fs::create_dir_all(&folder)?;
    println!(
        "processor time and peak memory at 1, 2, 4 and 8 times, the best of up to {RUNS} processes:"
    );
    let mut fits = true;
    for kind in KINDS {
        let costs = SIZES.map(|size| measure(kind, kind.least * size, &folder));
        let mut line = format!("  {:<18} from {:>6}:", kind.name, kind.least);
        let mut known = Vec::new();
        for cost in costs {
            let cost = cost?;
            let _ = write!(line, "  {} ms {} MiB", cost.time, cost.peak / 1024);
            known.push(cost);
        }
        let is_good = grows_slowly(&known);
        fits &= is_good;
        println!("{line}  {}", if is_good { "n log n" } else { "GROWS FASTER" });
    }
    fs::remove_dir_all(folder)?;
    Ok(fits)
}

fn grows_slowly(costs: &[Cost]) -> bool {
    let (Some(first), Some(last)) = (costs.first(), costs.last()) else { return true };
    last.time <= first.time.max(NOISE) * MOST && last.peak <= first.peak * MOST
}

fn measure(kind: &Kind, size: usize, folder: &Path) -> io::Result<Cost> {
    let mut files: Vec<PathBuf> = Vec::new();
    for (number, value) in (kind.make)(size).iter().enumerate() {
        let file = folder.join(format!("{number}.json"));
        fs::write(&file, value.to_string())?;
        files.push(file);
    }
    let config = folder.join("sdk.toml");
    fs::write(&config, definition::CONFIG)?;
    let out = folder.join("sdk");
    let mut best: Option<Cost> = None;
    for _ in 0..RUNS {
        if out.exists() {
            fs::remove_dir_all(&out)?;
        }
        let mut command = Command::new(target().join("release").join(::generator::PROGRAM));
        match files.as_slice() {
            [one] => command.arg("generate").arg(one).arg("--out").arg(&out),
            several => command.arg("diff").args(several),
        };
        let cost = run(command.arg("--config").arg(&config))?;
        best = Some(match best {
            Some(best) if best.time <= cost.time => best,
            _ => cost,
        });
        if cost.time > LONG {
            break;
        }
    }
    best.ok_or_else(|| io::Error::other("nothing was run"))
}

/// Runs a process to its end. The system tells what it has taken while it is there; it is asked every few milliseconds.
fn run(command: &mut Command) -> io::Result<Cost> {
    const PAUSE: Duration = Duration::from_millis(3);
    let before = generator::user_time();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait()?.is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.split_whitespace().next());
        peak = peak.max(kib.and_then(|kib| kib.parse().ok()).unwrap_or(0));
        thread::sleep(PAUSE);
    }
    if !child.wait()?.success() {
        return Err(io::Error::other(format!("{command:?} failed")));
    }
    let spent = before.zip(generator::user_time()).map(|(from, to)| to - from);
    let time = spent.ok_or_else(|| io::Error::other("this needs Linux's /proc"))?;
    Ok(Cost { time, peak })
}

fn document(paths: Map<String, Value>, schemas: Map<String, Value>) -> Value {
    let (paths, schemas) = (Value::Object(paths), Value::Object(schemas));
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Measured", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    })
}

/// A document whose only operation gives the schema `M`.
fn around(schemas: Map<String, Value>) -> Value {
    let reply = reply(&json!({"$ref": "#/components/schemas/M"}));
    let get = json!({"get": {"operationId": "get", "responses": reply}});
    document(Map::from_iter([("/m".to_owned(), get)]), schemas)
}

fn reply(schema: &Value) -> Value {
    json!({"200": {"description": "Done.", "content": {"application/json": {"schema": schema}}}})
}

fn object(properties: Map<String, Value>) -> Value {
    json!({"type": "object", "properties": Value::Object(properties)})
}

fn operations(count: usize, per_tag: usize) -> Value {
    let path = |number: usize| {
        let operation = json!({"get": {
            "operationId": format!("getThing{number}"),
            "tags": [format!("Tag {}", number / per_tag)],
            "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
            "responses": reply(&json!({"$ref": "#/components/schemas/M"})),
        }});
        (format!("/things{number}/{{id}}"), operation)
    };
    let model = object(Map::from_iter([("name".to_owned(), json!({"type": "string"}))]));
    document((0..count).map(path).collect(), Map::from_iter([("M".to_owned(), model)]))
}

fn schemas(count: usize) -> Value {
    let model = |number: usize| {
        let properties = (0..5).map(|field| (format!("field{field}"), json!({"type": "string"})));
        (format!("Model{number}"), object(properties.collect()))
    };
    document(Map::new(), (0..count).map(model).collect())
}

fn properties(count: usize) -> Value {
    let properties = (0..count).map(|number| (format!("old{number}"), json!({"type": "string"})));
    around(Map::from_iter([("M".to_owned(), object(properties.collect()))]))
}

fn renamed_properties(count: usize) -> Value {
    let properties = (0..count).map(|number| (format!("new{number}"), json!({"type": "string"})));
    around(Map::from_iter([("M".to_owned(), object(properties.collect()))]))
}

fn enumeration(count: usize, word: &str) -> Value {
    let values: Vec<String> = (0..count).map(|number| format!("{word}{number}")).collect();
    around(Map::from_iter([("M".to_owned(), json!({"type": "string", "enum": values}))]))
}

/// Names that are told apart by their signs alone, as properties and as schemas.
fn collisions(count: usize) -> Value {
    const SIGNS: [&str; 4] = ["-", "_", ".", " "];
    let name = |number: usize| {
        let mut name = String::from("a");
        let mut rest = number;
        for _ in 0..12 {
            name.push_str(SIGNS.get(rest % SIGNS.len()).copied().unwrap_or_default());
            name.push('b');
            rest /= SIGNS.len();
        }
        name
    };
    let properties: Map<String, Value> =
        (0..count).map(|number| (name(number), json!({"type": "string"}))).collect();
    let mut schemas: Map<String, Value> =
        (0..count / 4).map(|number| (name(number).replace(' ', "."), object(Map::new()))).collect();
    schemas.insert("M".to_owned(), object(properties));
    around(schemas)
}

/// Models that all refer to one another.
fn references(count: usize) -> Value {
    let models = count.isqrt();
    let model = |_| {
        let to = |other: usize| {
            (format!("to{other}"), json!({"$ref": format!("#/components/schemas/Model{other}")}))
        };
        object((0..models).map(to).collect())
    };
    let mut schemas: Map<String, Value> =
        (0..models).map(|number| (format!("Model{number}"), model(number))).collect();
    schemas.insert("M".to_owned(), object(Map::new()));
    around(schemas)
}

fn description(bytes: usize) -> Value {
    let mut schema = object(Map::new());
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("description".to_owned(), json!("[(*`_<".repeat(bytes / 6)));
    }
    around(Map::from_iter([("M".to_owned(), schema)]))
}
