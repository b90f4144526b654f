//! After.

#[cfg(test)]
mod tests {
    pub fn helper() {}
}
