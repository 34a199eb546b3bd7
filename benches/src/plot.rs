//! Plots as SVG: bars for each workload, lines for how cost grows.
use std::path::Path;

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::growth::Series;

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

const WIDTH: u32 = 760;
const ROW: u32 = 24;
const NAMES: i32 = 190;
const BARS: i32 = 400;

/// Bars end here, in multiples of the fastest, so that a slow peer does not flatten all others.
const LONGEST: f64 = 10.0;

const OURS: RGBColor = RGBColor(214, 92, 38);
const THEIRS: RGBColor = RGBColor(118, 140, 168);

/// One bar.
#[derive(Debug, Clone)]
pub struct Bar {
    pub name: String,
    /// The ratio to the fastest.
    pub ratio: f64,
    /// What stands behind the bar.
    pub label: String,
    pub ours: bool,
}

/// Draws the ratios to the fastest.
///
/// # Errors
///
/// If the file cannot be written.
pub fn bars(file: &Path, title: &str, bars: &[Bar]) -> Result {
    let height = 40 + ROW * bars.len() as u32 + 10;
    let area = SVGBackend::new(file, (WIDTH, height)).into_drawing_area();
    area.fill(&WHITE)?;
    let font = ("sans-serif", 14).into_font();
    area.draw(&Text::new(title.to_owned(), (12, 12), ("sans-serif", 16).into_font()))?;
    let right = Pos::new(HPos::Right, VPos::Center);
    let left = Pos::new(HPos::Left, VPos::Center);
    for (at, bar) in bars.iter().enumerate() {
        let top = 40 + (ROW * at as u32) as i32;
        let middle = top + ROW as i32 / 2;
        let color = if bar.ours { OURS } else { THEIRS };
        let length = (bar.ratio.min(LONGEST) / LONGEST * f64::from(BARS)) as i32;
        area.draw(&Text::new(
            bar.name.clone(),
            (NAMES - 8, middle),
            font.clone().into_text_style(&area).pos(right),
        ))?;
        let corners = [(NAMES, top + 3), (NAMES + length, top + ROW as i32 - 3)];
        area.draw(&Rectangle::new(corners, color.filled()))?;
        let cut = if bar.ratio > LONGEST { "… " } else { "" };
        let label = format!("{cut}{}", bar.label);
        let place = (NAMES + length + 6, middle);
        area.draw(&Text::new(label, place, font.clone().into_text_style(&area).pos(left)))?;
    }
    area.present()?;
    Ok(())
}

/// Draws cost over size, both in powers of ten: what is linear rises by one for one.
///
/// # Errors
///
/// If the file cannot be written.
pub fn lines(file: &Path, title: &str, series: &[&Series]) -> Result {
    let points = || series.iter().flat_map(|series| series.points.iter().copied());
    let sizes =
        (points().map(|point| point.0).min().unwrap_or(1), points().map(|point| point.0).max().unwrap_or(1));
    let least = points().map(|point| point.1).fold(f64::INFINITY, f64::min);
    let most = points().map(|point| point.1).fold(0.0, f64::max);
    let area = SVGBackend::new(file, (WIDTH, 360)).into_drawing_area();
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .caption(title, ("sans-serif", 16))
        .margin(12)
        .x_label_area_size(36)
        .y_label_area_size(70)
        .build_cartesian_2d(
            ((sizes.0 as f64)..(sizes.1 as f64)).log_scale(),
            (least / 1.5..most * 1.5).log_scale(),
        )?;
    chart.configure_mesh().x_desc("how many").y_desc("µs").light_line_style(WHITE).draw()?;
    for series in series {
        let color = if series.who == "orm" { OURS } else { THEIRS };
        let points = series.points.iter().map(|&(size, time)| (size as f64, time));
        chart
            .draw_series(LineSeries::new(points, color.stroke_width(2)).point_size(3))?
            .label(series.who.clone())
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], color.stroke_width(2)));
    }
    chart.configure_series_labels().position(SeriesLabelPosition::UpperLeft).border_style(THEIRS).draw()?;
    area.present()?;
    Ok(())
}
