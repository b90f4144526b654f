//! What this process uses, as the system tells it: nothing where the system does not tell.

use std::fs;
use std::time::Duration;

/// How many sockets are open.
pub fn sockets() -> Option<usize> {
    let descriptors = fs::read_dir("/proc/self/fd").ok()?;
    // One that is closed meanwhile is none.
    let targets = descriptors.flatten().filter_map(|entry| fs::read_link(entry.path()).ok());
    Some(targets.filter(|target| target.to_string_lossy().starts_with("socket:")).count())
}

/// How much memory is resident, in bytes, whatever the allocator thinks of it.
pub fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

/// How long this thread has been running, and not waiting.
pub fn thread_time() -> Option<Duration> {
    // The system counts up to the last time that it looked.
    std::thread::yield_now();
    let times = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    times.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}
