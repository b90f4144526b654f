//! One piece of work after the other, or several at once: the only place that starts threads.
//!
//! Results come in the order of the inputs, whatever is finished first, so output does not depend on the
//! machine. With one processor, with little to do, and where there are no threads (WebAssembly), everything
//! happens on the thread of the caller.

use std::sync::Mutex;
use std::thread;

/// With less work than this, in bytes, threads cost more than they save: a processor that starts on it has nothing of
/// it at hand. A crate of ten operations is made sooner, and for a tenth less, on one.
const LITTLE: usize = 512 * 1024;

/// What `work` makes of each input. `size` says how much work an input is, in bytes of what is written of it: the
/// largest are begun first, so that no processor is left with one of them at the end.
pub(crate) fn map<T, R>(
    inputs: Vec<T>,
    size: impl Fn(&T) -> usize,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R>
where
    T: Send,
    R: Send,
{
    let processors = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let work_in_all: usize = inputs.iter().map(&size).sum();
    if processors == 1 || work_in_all < LITTLE || cfg!(target_family = "wasm") {
        return inputs.into_iter().map(work).collect();
    }
    let mut numbered: Vec<(usize, T)> = inputs.into_iter().enumerate().collect();
    numbered.sort_by_key(|(_, input)| std::cmp::Reverse(size(input)));
    let queue = Mutex::new(numbered.into_iter());
    let next = || queue.lock().ok().and_then(|mut queue| queue.next());
    let worker = || {
        let mut done = Vec::new();
        while let Some((number, input)) = next() {
            done.push((number, work(input)));
        }
        done
    };
    let mut results: Vec<(usize, R)> = thread::scope(|scope| {
        // The thread of the caller is one of the workers.
        let others: Vec<_> = (1..processors).map(|_| scope.spawn(worker)).collect();
        let mut all = worker();
        for other in others {
            match other.join() {
                Ok(done) => all.extend(done),
                // A panic of the work is one of the caller, as it is without threads.
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    });
    results.sort_by_key(|(number, _)| *number);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::{LITTLE, map};

    #[test]
    fn results_come_in_the_order_of_the_inputs() {
        let inputs: Vec<usize> = (0..100).collect();
        let doubled: Vec<usize> = inputs.iter().map(|number| number * 2).collect();
        let upwards = |number: &usize| *number * LITTLE;
        assert_eq!(map(inputs.clone(), upwards, |number| number * 2), doubled);
        assert_eq!(
            map(inputs.clone(), |number| (100 - *number) * LITTLE, |number| number * 2),
            doubled
        );
        assert_eq!(map(inputs, |_| 0, |number| number * 2), doubled);
    }
}
