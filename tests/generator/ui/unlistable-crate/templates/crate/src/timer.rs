//! A template that names a module without a file.

mod nowhere;
