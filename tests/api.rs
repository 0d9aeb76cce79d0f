//! The public interface as one list, so that no change of it goes unseen: everything a program can name, under the shortest
//! path that reaches it, with fields, variants, methods and traits as the source writes them. What macros write is not seen.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use syn::spanned::Spanned;
use syn::{Attribute, Fields, ImplItem, Item, TraitItem, UseTree, Visibility};

/// A module's place, names from the crate's root down.
type Place = Vec<String>;

/// The modules of the crate by their places.
type Crate = BTreeMap<Place, Vec<Item>>;

#[test]
fn the_public_interface_is_the_reviewed_one() {
    let modules = modules();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("api", list(&modules)));
}

/// Every module that is no test, read from its file.
fn modules() -> Crate {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut modules = Crate::new();
    let mut open: Vec<(Place, PathBuf, PathBuf)> = vec![(Place::new(), source.join("lib.rs"), source)];
    while let Some((place, file, folder)) = open.pop() {
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let items: Vec<Item> = parsed.items.into_iter().filter(|item| !is_test(attributes(item))).collect();
        for item in &items {
            let Item::Mod(module) = item else { continue };
            assert!(module.content.is_none(), "a module in braces: {}", module.ident);
            let name = module.ident.to_string();
            let (alone, inside) = (folder.join(format!("{name}.rs")), folder.join(&name));
            let file = if alone.exists() { alone } else { inside.join("mod.rs") };
            open.push((joined(&place, &name), file, inside));
        }
        modules.insert(place, items);
    }
    modules
}

/// The list: for each item its paths, what it is, and what can be asked of it.
fn list(modules: &Crate) -> String {
    let mut paths: BTreeMap<(Place, String), BTreeSet<(usize, String)>> = BTreeMap::new();
    let mut seen: BTreeSet<(Place, Place)> = BTreeSet::new();
    let mut open: Vec<(Place, Place)> = vec![(Place::new(), Place::new())];
    while let Some((path, place)) = open.pop() {
        if !seen.insert((path.clone(), place.clone())) {
            continue;
        }
        for (name, home, own) in public_names(modules, &place) {
            let path = joined(&path, &name);
            let module = joined(&home, &own);
            if modules.contains_key(&module) {
                open.push((path.clone(), module));
            }
            if definition(modules, &home, &own).is_some() {
                paths.entry((home, own)).or_default().insert((path.len(), path.join("::")));
            }
        }
    }
    let mut entries: Vec<String> = paths
        .iter()
        .map(|((home, name), paths)| {
            let mut names = paths.iter().map(|(_, path)| path.as_str());
            let mut entry = names.next().expect("an item has a path").to_string();
            names.for_each(|other| write!(entry, ", also {other}").expect("a string takes all"));
            let item = definition(modules, home, name).expect("looked up before");
            let members = describe(item).into_iter().chain(members(modules, home, name));
            members.for_each(|line| write!(entry, "\n    {line}").expect("a string takes all"));
            entry
        })
        .collect();
    for macros in modules.values().flatten() {
        if let Item::Macro(found) = macros
            && found.attrs.iter().any(|attribute| attribute.path().is_ident("macro_export"))
        {
            entries.push(format!("{}!", found.ident.as_ref().expect("an exported macro has a name")));
        }
    }
    entries.sort();
    entries.join("\n")
}

/// The names that a module makes public: the name, the module that defines it and its name there.
fn public_names(modules: &Crate, place: &Place) -> Vec<(String, Place, String)> {
    let mut names = Vec::new();
    for item in &modules[place] {
        match item {
            Item::Use(found) if is_public(&found.vis) => {
                for (target, name) in imports(&found.tree) {
                    let (home, own) = resolve(modules, place, &target).unwrap_or_else(|| panic!("a public use of {}", target.join("::")));
                    names.push((name, home, own));
                }
            }
            _ => names.extend(name_of(item).filter(|(_, public)| *public).map(|(name, _)| (name.clone(), place.clone(), name))),
        }
    }
    names
}

/// Where a path in this module leads, if into the crate: the module that defines the item, and the item's name there.
fn resolve(modules: &Crate, place: &[String], target: &[String]) -> Option<(Place, String)> {
    let (mut home, mut target) = (place.to_vec(), target.to_vec());
    // Each import on the way leads to another module; more than these would be a circle.
    for _ in 0..8 {
        let (name, steps) = target.split_last()?;
        for step in steps {
            match step.as_str() {
                "crate" => home.clear(),
                "self" => {}
                "super" => drop(home.pop()?),
                _ => home.push(step.clone()),
            }
        }
        let items = modules.get(&home)?;
        if definition(modules, &home, name).is_some() || modules.contains_key(&joined(&home, name)) {
            return Some((home, name.clone()));
        }
        let mut uses = items.iter().filter_map(|item| if let Item::Use(found) = item { Some(imports(&found.tree)) } else { None });
        (target, _) = uses.find_map(|paths| paths.into_iter().find(|(_, alias)| alias == name))?;
    }
    None
}

/// The paths of a `use`, each with the name it brings; everything of a module is the name `*`.
fn imports(tree: &UseTree) -> Vec<(Vec<String>, String)> {
    let mut found = Vec::new();
    let mut open = vec![(Vec::new(), tree)];
    while let Some((path, tree)) = open.pop() {
        match tree {
            UseTree::Path(step) => open.push((joined(&path, &step.ident.to_string()), &step.tree)),
            UseTree::Name(name) => found.push((joined(&path, &name.ident.to_string()), name.ident.to_string())),
            UseTree::Rename(name) => found.push((joined(&path, &name.ident.to_string()), name.rename.to_string())),
            UseTree::Group(group) => open.extend(group.items.iter().map(|item| (path.clone(), item))),
            UseTree::Glob(_) => found.push((joined(&path, "*"), "*".into())),
        }
    }
    found
}

/// The item of this name that a module defines itself; a module is none.
fn definition<'m>(modules: &'m Crate, home: &Place, name: &str) -> Option<&'m Item> {
    modules.get(home)?.iter().find(|item| !matches!(item, Item::Mod(_)) && name_of(item).is_some_and(|(found, _)| found == name))
}

/// An item's name, and whether it is public.
fn name_of(item: &Item) -> Option<(String, bool)> {
    let (name, visibility) = match item {
        Item::Const(found) => (&found.ident, &found.vis),
        Item::Enum(found) => (&found.ident, &found.vis),
        Item::Fn(found) => (&found.sig.ident, &found.vis),
        Item::Mod(found) => (&found.ident, &found.vis),
        Item::Static(found) => (&found.ident, &found.vis),
        Item::Struct(found) => (&found.ident, &found.vis),
        Item::Trait(found) => (&found.ident, &found.vis),
        Item::Type(found) => (&found.ident, &found.vis),
        _ => return None,
    };
    Some((name.to_string(), is_public(visibility)))
}

/// What an item is: its declaration, fields and variants, what is private left out.
fn describe(item: &Item) -> Vec<String> {
    match item {
        Item::Const(found) => vec![format!("const {}: {}", found.ident, source(&found.ty))],
        Item::Static(found) => vec![format!("static {}: {}", found.ident, source(&found.ty))],
        Item::Type(found) => vec![format!("type {}{} = {}", found.ident, source(&found.generics), source(&found.ty))],
        Item::Fn(found) => vec![source(&found.sig)],
        Item::Struct(found) => {
            let mut lines = vec![format!("{}struct {}{}", marks(&found.attrs), found.ident, source(&found.generics))];
            lines.extend(fields(&found.fields, |field| is_public(&field.vis)));
            lines
        }
        Item::Enum(found) => {
            let mut lines = vec![format!("{}enum {}{}", marks(&found.attrs), found.ident, source(&found.generics))];
            for variant in &found.variants {
                lines.push(format!("variant {}", variant.ident));
                lines.extend(fields(&variant.fields, |_| true).into_iter().map(|field| format!("    {field}")));
            }
            lines
        }
        Item::Trait(found) => {
            let mut lines = vec![format!("trait {}{}", found.ident, source(&found.generics))];
            lines.extend(found.items.iter().filter_map(|item| match item {
                TraitItem::Fn(method) => Some(format!("{}{}", source(&method.sig), if method.default.is_some() { " (given)" } else { "" })),
                TraitItem::Type(kind) => Some(format!("type {}", kind.ident)),
                TraitItem::Const(constant) => Some(format!("const {}: {}", constant.ident, source(&constant.ty))),
                _ => None,
            }));
            lines
        }
        _ => Vec::new(),
    }
}

/// The fields that show, and whether there are others.
fn fields(fields: &Fields, shows: impl Fn(&syn::Field) -> bool) -> Vec<String> {
    let mut lines: Vec<String> = fields
        .iter()
        .enumerate()
        .filter(|(_, field)| shows(field))
        .map(|(at, field)| {
            let name = field.ident.as_ref().map_or_else(|| at.to_string(), ToString::to_string);
            format!("field {name}: {}", source(&field.ty))
        })
        .collect();
    if lines.len() < fields.len() {
        lines.push("private fields".into());
    }
    lines
}

/// What can be asked of a type, wherever it is implemented.
fn members(modules: &Crate, home: &Place, name: &str) -> Vec<String> {
    let mut lines = BTreeSet::new();
    for (place, item) in modules.iter().flat_map(|(place, items)| items.iter().map(move |item| (place, item))) {
        let Item::Impl(found) = item else { continue };
        let syn::Type::Path(subject) = &*found.self_ty else { continue };
        let subject: Place = subject.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if subject.last().is_none_or(|last| last != name)
            || resolve(modules, place, &subject).is_none_or(|(found, own)| found != *home || own != name)
        {
            continue;
        }
        if let Some((path, _)) = &found.trait_ {
            lines.insert(format!("impl{} {} for {}", source(&found.generics), source(path), source(&found.self_ty)));
            continue;
        }
        for item in &found.items {
            match item {
                ImplItem::Fn(method) if is_public(&method.vis) => lines.insert(format!("{}{}", marks(&method.attrs), source(&method.sig))),
                ImplItem::Const(constant) if is_public(&constant.vis) => {
                    lines.insert(format!("const {}: {}", constant.ident, source(&constant.ty)))
                }
                _ => continue,
            };
        }
    }
    lines.into_iter().collect()
}

/// The attributes that belong to the interface: what is derived, and what holds a caller to something.
fn marks(attributes: &[Attribute]) -> String {
    let told = ["derive", "non_exhaustive", "must_use", "deprecated"];
    let kept = attributes.iter().filter(|attribute| told.iter().any(|name| attribute.path().is_ident(name)));
    kept.fold(String::new(), |marks, attribute| marks + &source(attribute) + " ")
}

/// A part as the source writes it, on one line.
fn source(part: &impl Spanned) -> String {
    let text = part.span().source_text().unwrap_or_default();
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace("( ", "(").replace(", )", ")")
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(found) => &found.attrs,
        Item::Enum(found) => &found.attrs,
        Item::Fn(found) => &found.attrs,
        Item::Impl(found) => &found.attrs,
        Item::Mod(found) => &found.attrs,
        Item::Struct(found) => &found.attrs,
        Item::Use(found) => &found.attrs,
        _ => &[],
    }
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("cfg") && source(attribute) == "#[cfg(test)]")
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn joined(place: &[String], name: &str) -> Place {
    place.iter().cloned().chain([name.to_string()]).collect()
}
