//! Numbered lists of LaTeX: what one exercise of a list defines means nothing in the next.

/// The lists that are open at a place.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    /// For each the number of its item, none where its items are not numbered: bullets are about one thing.
    open: Vec<Option<usize>>,
    /// How many items each has begun.
    begun: Vec<usize>,
    items: usize,
}

/// What begins and ends lists, and their items.
const MARKS: [&str; 3] = ["\\begin{", "\\end{", "\\item"];

/// Environments that are lists, and whether their items are numbered.
const LISTS: [(&str, bool); 5] = [("enumerate", true), ("parts", true), ("questions", true), ("itemize", false), ("description", false)];

impl Lists {
    /// Goes on over a text.
    pub fn read(&mut self, text: &str) {
        let mut rest = text;
        while let Some((at, mark)) = MARKS.iter().filter_map(|mark| rest.find(mark).map(|at| (at, *mark))).min() {
            rest = &rest[at + mark.len()..];
            let list = LISTS.iter().find(|(name, _)| rest.strip_prefix(name).is_some_and(|rest| rest.starts_with(['}', '*'])));
            match (mark, list) {
                ("\\item", _) => {
                    if let Some(Some(item)) = self.open.last_mut() {
                        self.items += 1;
                        *item = self.items;
                        self.begun.last_mut().into_iter().for_each(|begun| *begun += 1);
                    }
                }
                ("\\begin{", Some((_, is_numbered))) => {
                    self.open.push(is_numbered.then_some(0));
                    self.begun.push(0);
                }
                ("\\end{", Some(_)) => {
                    self.open.pop();
                    self.begun.pop();
                }
                _ => {}
            }
        }
    }

    /// How many lists are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// The numbers of the items that are open, as they are printed: the third of the second.
    pub fn numbers(&self) -> Vec<usize> {
        self.open.iter().zip(&self.begun).filter(|(item, _)| item.is_some()).map(|(_, begun)| *begun).collect()
    }

    /// The numbered items that are open, the outermost first.
    pub fn items(&self) -> Vec<usize> {
        self.open.iter().flatten().copied().collect()
    }
}

/// Whether what an item says holds in another one: in those within it, and in the next, which may be the next step.
pub fn holds_in(item: &[usize], other: &[usize]) -> bool {
    let is_next = match (item.split_last(), other.split_last()) {
        (Some((last, outer)), Some((next, others))) => outer == others && *next == last + 1,
        _ => false,
    };
    other.starts_with(item) || is_next
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_item_says_holds_within_it_and_in_the_next() {
        let mut lists = Lists::default();
        let mut seen = Vec::new();
        for text in ["\\begin{enumerate}[a)]\\item", "\\begin{itemize}\\item[A]", "\\end{itemize} \\item", "\\item", "\\end{enumerate}"] {
            lists.read(text);
            seen.push(lists.items());
        }
        assert_eq!(seen, [vec![1], vec![1], vec![2], vec![3], vec![]]);
        let holds = |from: usize, to: usize| holds_in(&seen[from], &seen[to]);
        assert_eq!((holds(0, 1), holds(0, 2), holds(0, 3), holds(0, 4), holds(4, 3)), (true, true, false, false, true));
    }
}
