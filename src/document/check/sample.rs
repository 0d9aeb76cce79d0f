//! Points to look at in doubles, where a verdict stands already and the question is how often it shows.

/// Two doubles that differ by less may be the same number.
pub const CLOSE: f64 = 1e-6;

/// Values of either sign.
const VALUES: [f64; 9] = [1.0, 2.0, 0.5, 3.0, 1.5, 0.25, -1.0, 5.0, -0.5];

/// Letters that usually count.
const COUNTS: [&str; 8] = ["n", "N", "m", "M", "k", "K", "i", "j"];

type Point = Vec<(String, f64)>;

/// Points to try: values for the names, under conditions in plain text.
pub fn points(names: &[String], assumptions: &[String]) -> Vec<Point> {
    let mut points = Vec::new();
    for shift in 0..2 * VALUES.len() {
        let value = |at: usize, name: &String| {
            // Different names get different values, in a different order in the second half.
            let step = if shift < VALUES.len() { 1 } else { 4 };
            let number = if COUNTS.contains(&name.as_str()) { 1 + 2 * ((at + shift) % 2) } else { (at * step + shift) % VALUES.len() };
            (name.clone(), VALUES[number])
        };
        let point: Point = names.iter().enumerate().map(|(at, name)| value(at, name)).collect();
        if assumptions.iter().all(|assumption| holds(assumption, &point)) {
            points.push(point);
        }
        if names.is_empty() {
            break;
        }
    }
    points
}

/// Whether a comparison of names and numbers holds at a point; one that cannot be told does not.
fn holds(assumption: &str, point: &Point) -> bool {
    let words: Vec<&str> = assumption.split_whitespace().collect();
    let value = |word: &str| point.iter().find(|(name, _)| name == word).map(|(_, value)| *value).or_else(|| word.parse().ok());
    let compare = |sides: &[&str]| match (value(sides[0]), sides[1], value(sides[2])) {
        // What is said about other names does not matter here.
        (None, _, _) | (_, _, None) => true,
        (Some(left), "<", Some(right)) => left < right,
        (Some(left), "<=", Some(right)) => left <= right,
        (Some(left), ">", Some(right)) => left > right,
        (Some(left), ">=", Some(right)) => left >= right,
        (Some(left), "!=", Some(right)) => left != right,
        _ => false,
    };
    words.len() % 2 == 1 && words.windows(3).step_by(2).all(compare)
}
