//! Graphs of a function and its derivative: one chart, drawn to an SVG file or in the terminal.

mod braille;

use super::ask::{Shown, ask};
use super::failure::Failure;
use super::options::{Common, OutputFormat, refused};
use braille::Braille;
use chainrule::{Branch, Curve, Error, Question, Session};
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::FontDesc;
use std::path::PathBuf;

/// Columns and lines of a drawing in the terminal, and the size of a file in pixels.
const CELLS: (u32, u32) = (78, 22);
const PIXELS: (u32, u32) = (800, 500);

/// Draw an expression and its derivative
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Plot {
    /// The expression; `-` reads standard input
    #[arg(allow_hyphen_values = true)]
    expression: String,
    /// The variable
    variable: Option<String>,
    /// Where to begin, a number or an expression such as -2*pi
    #[arg(long, default_value = "-5", allow_hyphen_values = true)]
    from: String,
    /// Where to end
    #[arg(long, default_value = "5", allow_hyphen_values = true)]
    to: String,
    /// Write an SVG file instead of drawing in the terminal
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    #[command(flatten)]
    common: Common,
}

const EXAMPLES: &str = r#"Examples:
  chainrule plot "sin(x)/x" --from 0 --to 4*pi
  chainrule plot "1/(x^2 - 1)" --from -3 --to 3 --svg graph.svg
  chainrule plot "a*x^2" x --let "a = 2""#;

/// Draws what is asked for.
pub fn run(plot: &Plot) -> Result<(), Failure> {
    let names: Vec<&str> = plot.variable.iter().map(String::as_str).collect();
    ask(&plot.expression, &names, 1, &plot.common, |session, question| {
        plot.common.refuse_alternatives("a drawing")?;
        plot.common.refuse_width("a drawing")?;
        if plot.common.format != OutputFormat::Text {
            return Err(refused("--format", "is text for a drawing; --svg writes a picture"));
        }
        let (from, to) = (number(&plot.from)?, number(&plot.to)?);
        match &plot.svg {
            Some(file) => {
                let curve = session.curve(question, from, to, PIXELS.0 as usize)?;
                let mut svg = String::new();
                draw(SVGBackend::with_string(&mut svg, PIXELS).into_drawing_area(), &curve, &Look::PAPER)?;
                std::fs::write(file, svg).map_err(|error| cannot_draw(&format!("cannot write {}: {error}", file.display())))?;
                Ok(Shown { answer: format!("{}", file.display()), aside: Vec::new() })
            }
            None => {
                let curve = session.curve(question, from, to, 4 * CELLS.0 as usize)?;
                let mut canvas = Braille::new(CELLS);
                draw((&mut canvas).into_drawing_area(), &curve, &Look::TERMINAL)?;
                let aside = vec![format!("the function drawn through, its derivative dotted, against {}", curve.variable)];
                Ok(Shown { answer: canvas.to_string(), aside })
            }
        }
    })
}

fn number(text: &str) -> Result<f64, Error> {
    let number = Session::new().evaluate(&Question { expression: text, ..Question::default() }, &[]);
    number.map_err(|error| Error::Request { what: format!("`{text}` is no end of an interval: {error}"), hint: None })
}

fn cannot_draw(what: &str) -> Error {
    Error::Request { what: what.into(), hint: None }
}

/// Sizes in the units of the surface.
struct Look {
    text: u32,
    margin: u32,
    right: u32,
    labels: (u32, u32),
    legend: bool,
}

impl Look {
    const PAPER: Look = Look { text: 16, margin: 12, right: 12, labels: (44, 56), legend: true };
    const TERMINAL: Look = Look { text: 4, margin: 0, right: 4, labels: (10, 20), legend: false };
}

fn draw<B: DrawingBackend>(area: DrawingArea<B, Shift>, curve: &Curve, look: &Look) -> Result<(), Error> {
    draw_chart(&area, curve, look).map_err(|error| cannot_draw(&format!("the chart cannot be drawn: {error}")))
}

fn draw_chart<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    curve: &Curve,
    look: &Look,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    area.fill(&WHITE)?;
    let font = || FontDesc::from(("sans-serif", look.text));
    let mut chart = ChartBuilder::on(area)
        .margin(look.margin)
        .margin_right(look.right)
        .x_label_area_size(look.labels.0)
        .y_label_area_size(look.labels.1)
        .build_cartesian_2d(curve.from..curve.to, curve.low..curve.high)?;
    let mut mesh = chart.configure_mesh();
    mesh.label_style(font()).x_labels(7).y_labels(6);
    if look.legend {
        mesh.light_line_style(WHITE).x_desc(&curve.variable);
    } else {
        mesh.disable_mesh();
    }
    mesh.draw()?;
    for (name, branches, colour, dots) in [("f", &curve.function, BLUE, false), ("f\u{2032}", &curve.derivative, RED, true)] {
        for (at, branch) in branches.iter().enumerate() {
            // In the terminal there is one colour, so the derivative is dotted.
            if dots && !look.legend {
                chart.draw_series(dotted(branch).map(|point| Pixel::new(point, colour)))?;
                continue;
            }
            let width = if look.legend { 2 } else { 1 };
            let series = chart.draw_series(LineSeries::new(branch.iter().copied(), colour.stroke_width(width)))?;
            if at == 0 && look.legend {
                series.label(name).legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], colour.stroke_width(2)));
            }
        }
    }
    if look.legend {
        chart.configure_series_labels().label_font(font()).background_style(WHITE.mix(0.8)).border_style(BLACK.mix(0.3)).draw()?;
    }
    area.present()
}

/// Every third point.
fn dotted(branch: &Branch) -> impl Iterator<Item = (f64, f64)> {
    branch.iter().copied().step_by(3)
}
