//! Types of the syntax tree as types of ours, names as written.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;

use crate::public_api::generics::{Generics, Parameter, ParameterKind, Predicate, Subject};
use crate::public_api::item::{Function, FunctionArgument, Owner, Receiver};
use crate::public_api::types::{
    Argument, Arguments, Bound, FunctionPointer, Qualifier, Segment, TraitBound, Type, TypePath,
    sort_bounds,
};

/// Code as text: its tokens with spaces between them.
pub(super) fn code(tokens: &impl ToTokens) -> String {
    text_of(tokens.to_token_stream())
}

/// Tokens as text. Where the spaces go is decided here and nowhere else, because the text is kept.
pub(super) fn text_of(tokens: TokenStream) -> String {
    let mut text = String::new();
    let mut joint = true;
    write_tokens(tokens, &mut text, &mut joint);
    text
}

/// `joint` says that no space goes before the next token.
fn write_tokens(tokens: TokenStream, text: &mut String, joint: &mut bool) {
    for token in tokens {
        text.push_str(if *joint { "" } else { " " });
        *joint = false;
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                text.push_str(open);
                *joint = true;
                write_tokens(group.stream(), text, joint);
                text.push_str(close);
                *joint = false;
            }
            TokenTree::Punct(mark) => {
                text.push(mark.as_char());
                *joint = mark.spacing() == Spacing::Joint || mark.as_char() == '$';
            }
            TokenTree::Ident(name) => text.push_str(&name.to_string()),
            TokenTree::Literal(value) => text.push_str(&value.to_string()),
        }
    }
}

/// A type.
pub(super) fn type_(of: &syn::Type) -> Type {
    match of {
        syn::Type::Array(of) => {
            Type::Array { element: Box::new(type_(&of.elem)), length: length(&of.len) }
        }
        syn::Type::FnPtr(of) => Type::Function(Box::new(function_pointer(of))),
        syn::Type::Group(of) => type_(&of.elem),
        syn::Type::Paren(of) => type_(&of.elem),
        syn::Type::ImplTrait(of) => Type::Impl(bounds(&of.bounds)),
        syn::Type::TraitObject(of) => Type::Dyn(bounds(&of.bounds)),
        syn::Type::Infer(_) => Type::Inferred,
        syn::Type::Never(_) => Type::Never,
        syn::Type::Path(of) => Type::Path(qualified_path(of.qself.as_ref(), &of.path)),
        syn::Type::Ptr(of) => Type::Pointer {
            mutable: matches!(of.mutability, syn::PointerMutability::Mut(_)),
            target: Box::new(type_(&of.elem)),
        },
        syn::Type::Reference(of) => Type::Reference {
            lifetime: of.lifetime.as_ref().map(ToString::to_string),
            mutable: of.mutability.is_some(),
            target: Box::new(type_(&of.elem)),
        },
        syn::Type::Slice(of) => Type::Slice(Box::new(type_(&of.elem))),
        syn::Type::Tuple(of) => Type::Tuple(of.elems.iter().map(type_).collect()),
        other => Type::Code(code(other)),
    }
}

/// What a function returns.
fn output(of: &syn::ReturnType) -> Type {
    match of {
        syn::ReturnType::Default => Type::UNIT,
        syn::ReturnType::Type(_, of) => type_(of),
    }
}

/// The length of an array: the name of a constant, a number, or other code.
fn length(of: &syn::Expr) -> String {
    match constant(of) {
        Argument::Constant(code) => code,
        other => other.to_string(),
    }
}

/// A constant as an argument; a lone name is one that looks like a type.
fn constant(of: &syn::Expr) -> Argument {
    match of {
        syn::Expr::Path(of) => {
            Argument::Type(Type::Path(qualified_path(of.qself.as_ref(), &of.path)))
        }
        syn::Expr::Block(block) => match block.block.stmts.as_slice() {
            [syn::Stmt::Expr(inner, None)] => constant(inner),
            _ => Argument::Constant(code(of)),
        },
        // A negative number may be one literal, but it is two tokens.
        syn::Expr::Lit(of) => Argument::Constant(code(of).replace("- ", "-")),
        syn::Expr::Unary(unary) => match (&unary.op, &*unary.expr) {
            (syn::UnOp::Neg(_), syn::Expr::Lit(of)) => Argument::Constant(format!("-{}", code(of))),
            _ => Argument::Constant(code(of)),
        },
        other => Argument::Constant(code(other)),
    }
}

fn function_pointer(of: &syn::TypeFnPtr) -> FunctionPointer {
    FunctionPointer {
        binder: binder(of.lifetimes.as_ref()),
        is_unsafe: of.unsafety.is_some(),
        abi: of.abi.as_ref().map(abi),
        arguments: of.inputs.iter().map(|argument| type_(&argument.ty)).collect(),
        variadic: of.variadic.is_some(),
        output: output(&of.output),
    }
}

/// `extern` alone is `extern "C"`.
pub(super) fn abi(of: &syn::Abi) -> String {
    of.name.as_ref().map_or_else(|| "C".to_owned(), syn::LitStr::value)
}

fn binder(of: Option<&syn::BoundLifetimes>) -> Vec<String> {
    let lifetime = |parameter: &syn::GenericParam| match parameter {
        syn::GenericParam::Lifetime(of) => Some(of.lifetime.to_string()),
        _ => None,
    };
    of.into_iter().flat_map(|of| of.lifetimes.iter().filter_map(lifetime)).collect()
}

fn qualified_path(qself: Option<&syn::QSelf>, of: &syn::Path) -> TypePath {
    let mut whole = path(of);
    let Some(qself) = qself else { return whole };
    // The path of the trait is the first part of the whole path.
    let leading = usize::from(of.leading_colon.is_some());
    let rest = whole.segments.split_off((qself.position + leading).min(whole.segments.len()));
    let in_trait = (qself.position > 0).then_some(whole);
    let qualifier = Qualifier { of: type_(&qself.ty), in_trait };
    TypePath { qualifier: Some(Box::new(qualifier)), segments: rest }
}

/// A path; a leading `::` becomes an empty segment.
pub(super) fn path(of: &syn::Path) -> TypePath {
    let leading = of.leading_colon.map(|_| Segment::default());
    let segments = of.segments.iter().map(|segment| Segment {
        name: segment.ident.to_string(),
        arguments: arguments(&segment.arguments),
    });
    TypePath { qualifier: None, segments: leading.into_iter().chain(segments).collect() }
}

fn arguments(of: &syn::PathArguments) -> Arguments {
    match of {
        syn::PathArguments::None => Arguments::None,
        syn::PathArguments::AngleBracketed(of) => angle(of),
        syn::PathArguments::Parenthesized(of) => {
            let inputs = of.inputs.iter().map(|argument| type_(&argument.ty)).collect();
            Arguments::Parenthesised(inputs, Box::new(output(&of.output)))
        }
    }
}

fn angle(of: &syn::AngleBracketedGenericArguments) -> Arguments {
    if of.args.is_empty() {
        return Arguments::None;
    }
    let segment = |name: &syn::Ident, of: &Option<syn::AngleBracketedGenericArguments>| Segment {
        name: name.to_string(),
        arguments: of.as_ref().map_or(Arguments::None, angle),
    };
    let argument = |argument: &syn::GenericArgument| match argument {
        syn::GenericArgument::Lifetime(of) => Argument::Lifetime(of.to_string()),
        syn::GenericArgument::Type(of) => Argument::Type(type_(of)),
        syn::GenericArgument::Const(of) => constant(of),
        syn::GenericArgument::AssocType(of) => {
            Argument::Equal(segment(&of.ident, &of.generics), type_(&of.ty))
        }
        syn::GenericArgument::AssocConst(of) => {
            let name = segment(&of.ident, &of.generics);
            match constant(&of.value) {
                Argument::Type(of) => Argument::Equal(name, of),
                other => Argument::EqualConstant(name, other.to_string()),
            }
        }
        syn::GenericArgument::Constraint(of) => {
            Argument::Bounded(segment(&of.ident, &of.generics), bounds(&of.bounds))
        }
        other => Argument::Type(Type::Code(code(other))),
    };
    Arguments::Angle(of.args.iter().map(argument).collect())
}

/// Bounds, sorted.
pub(super) fn bounds<'b>(of: impl IntoIterator<Item = &'b syn::TypeParamBound>) -> Vec<Bound> {
    let bound = |bound: &syn::TypeParamBound| match bound {
        syn::TypeParamBound::Trait(of) => Bound::Trait(TraitBound {
            binder: binder(of.lifetimes.as_ref()),
            maybe: of.maybe.is_some(),
            path: path(&of.path),
        }),
        syn::TypeParamBound::Lifetime(of) => Bound::Lifetime(of.to_string()),
        syn::TypeParamBound::PreciseCapture(of) => {
            Bound::Captures(of.params.iter().map(code).collect())
        }
        other => Bound::Code(code(other)),
    };
    let mut bounds: Vec<Bound> = of.into_iter().map(bound).collect();
    sort_bounds(&mut bounds);
    bounds
}

/// Generic parameters with all that is demanded of them.
pub(super) fn generics(of: &syn::Generics) -> Generics {
    let mut generics = Generics::default();
    for parameter in &of.params {
        let (name, kind, subject, bounds) = match parameter {
            syn::GenericParam::Lifetime(of) => {
                let bounds = of.bounds.iter().map(|of| Bound::Lifetime(of.to_string())).collect();
                let name = of.lifetime.to_string();
                (name.clone(), ParameterKind::Lifetime, Subject::Lifetime(name), bounds)
            }
            syn::GenericParam::Type(of) => {
                let default = of.default.as_ref().map(|(_, of)| type_(of));
                let name = of.ident.to_string();
                let subject = Subject::Type(Type::named(&name));
                (name, ParameterKind::Type { default }, subject, bounds(&of.bounds))
            }
            syn::GenericParam::Const(of) => {
                let default = of.default.as_ref().map(|(_, of)| length(of));
                let kind = ParameterKind::Constant { of: type_(&of.ty), default };
                let name = of.ident.to_string();
                (name.clone(), kind, Subject::Type(Type::named(&name)), Vec::new())
            }
        };
        generics.parameters.push(Parameter { name, kind });
        generics.demand(Predicate { subject, binder: Vec::new(), bounds });
    }
    for predicate in of.where_clause.iter().flat_map(|clause| &clause.predicates) {
        match predicate {
            syn::WherePredicate::Lifetime(of) => generics.demand(Predicate {
                subject: Subject::Lifetime(of.lifetime.to_string()),
                binder: Vec::new(),
                bounds: of.bounds.iter().map(|of| Bound::Lifetime(of.to_string())).collect(),
            }),
            syn::WherePredicate::Type(of) => generics.demand(Predicate {
                subject: Subject::Type(type_(&of.bounded_ty)),
                binder: binder(of.lifetimes.as_ref()),
                bounds: bounds(&of.bounds),
            }),
            _ => {}
        }
    }
    generics.sort();
    generics
}

/// A signature, not yet anyone's member.
pub(super) fn function(of: &syn::Signature) -> Function {
    let mut receiver = None;
    let mut arguments = Vec::new();
    for input in &of.inputs {
        match input {
            syn::FnArg::Receiver(of) => receiver = Some(self::receiver(of)),
            syn::FnArg::Typed(of) => {
                arguments
                    .push(FunctionArgument { name: argument_name(&of.pat), of: type_(&of.ty) });
            }
        }
    }
    Function {
        owner: Owner::Module,
        is_const: of.constness.is_some(),
        is_async: of.asyncness.is_some(),
        is_unsafe: matches!(of.safety, syn::Safety::Unsafe(_)),
        abi: of.abi.as_ref().map(abi),
        generics: generics(&of.generics),
        receiver,
        arguments,
        variadic: of.variadic.is_some(),
        output: output(&of.output),
    }
}

fn argument_name(pattern: &syn::Pat) -> String {
    match pattern {
        syn::Pat::Ident(of) => of.ident.to_string(),
        _ => "_".to_owned(),
    }
}

/// `self: &Self` is `&self`.
fn receiver(of: &syn::Receiver) -> Receiver {
    match &of.kind {
        syn::ReceiverKind::Reference(_, lifetime, mutable) => Receiver::Reference {
            lifetime: lifetime.as_ref().map(ToString::to_string),
            mutable: mutable.is_some(),
        },
        syn::ReceiverKind::Typed(_, of) => match type_(of) {
            of if of.as_name() == Some("Self") => Receiver::Value,
            Type::Reference { lifetime, mutable, target } if target.as_name() == Some("Self") => {
                Receiver::Reference { lifetime, mutable }
            }
            of => Receiver::Typed(of),
        },
        _ => Receiver::Value,
    }
}
