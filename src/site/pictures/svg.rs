//! SVG files: drawings written as XML, in which nearly anything can hide.

use quick_xml::XmlVersion;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::reader::NsReader;

use super::{Picture, PictureError, css, embedded};

/// The second stands in old Illustrator files, which spell it as an entity.
const DRAWING: [&str; 2] = ["http://www.w3.org/2000/svg", "&ns_svg;"];
const LINKS: [&str; 2] = ["http://www.w3.org/1999/xlink", "&ns_xlink;"];
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Elements left out with all that is in them, in small letters.
const UNWANTED: [&str; 5] = ["script", "foreignobject", "metadata", "handler", "listener"];

/// The size a browser would show the drawing at, rounded to whole pixels.
pub(super) fn size(bytes: &[u8]) -> Result<(u32, u32), PictureError> {
    let mut reader = NsReader::from_str(text(bytes)?);
    loop {
        match reader.read_event().map_err(|_| malformed())? {
            Event::Start(root) | Event::Empty(root) => return root_size(&reader, &root),
            Event::Eof => return Err(not_a_drawing()),
            _ => {}
        }
    }
}

pub(super) fn clean(bytes: &[u8], depth: u8) -> Result<Picture, PictureError> {
    let (width, height) = size(bytes)?;
    let text = text(bytes)?;
    let mut reader = NsReader::from_str(text);
    let mut writer = Writer {
        clean: String::with_capacity(text.len()),
        depth,
        names_links: text.contains("xlink:href"),
    };
    // How many elements are open that are kept, and that are left out.
    let mut open = 0_usize;
    let mut left_out = 0_usize;
    // Within a style sheet, its text, which must be judged as a whole.
    let mut style: Option<String> = None;
    loop {
        let event = reader.read_event().map_err(|_| malformed())?;
        match event {
            Event::Start(element) => {
                if left_out > 0 || style.is_some() || !is_wanted(&reader, &element) {
                    left_out += 1;
                    continue;
                }
                writer.start(&reader, &element, open == 0)?;
                writer.clean.push('>');
                open += 1;
                if element.local_name().as_ref().eq_ignore_ascii_case("style") {
                    style = Some(String::new());
                }
            }
            Event::Empty(element) => {
                if left_out == 0 && style.is_none() && is_wanted(&reader, &element) {
                    writer.start(&reader, &element, open == 0)?;
                    writer.clean.push_str("/>");
                }
            }
            Event::End(_) if left_out > 0 => left_out -= 1,
            Event::End(element) => {
                if let Some(style) = style.take() {
                    writer.text(&css::clean(&style, depth)?);
                }
                writer.clean.push_str("</");
                writer.clean.push_str(element.name().as_ref());
                writer.clean.push('>');
                open = open.saturating_sub(1);
            }
            Event::Eof => return Err(PictureError::ends_too_soon()),
            _ if left_out > 0 || open == 0 => {}
            Event::Text(text) => writer.style_or_text(&mut style, &text.xml10_content()),
            Event::CData(text) => writer.style_or_text(&mut style, &text.xml10_content()),
            Event::GeneralRef(reference) => {
                let character = quick_xml::escape::unescape(&format!("&{};", &*reference))
                    .map(std::borrow::Cow::into_owned)
                    .map_err(|_| unknown_entity())?;
                writer.style_or_text(&mut style, &character);
            }
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::DocType(_) => {}
        }
        // Whatever follows the drawing is left out.
        if open == 0 && !writer.clean.is_empty() {
            break;
        }
    }
    Ok(Picture {
        bytes: writer.clean.into_bytes(),
        width,
        height,
    })
}

struct Writer {
    clean: String,
    /// How deep inside other pictures this one lies.
    depth: u8,
    names_links: bool,
}

impl Writer {
    /// Writes a start tag, without its closing bracket.
    fn start(
        &mut self,
        reader: &NsReader<&[u8]>,
        element: &BytesStart<'_>,
        is_root: bool,
    ) -> Result<(), PictureError> {
        let name = element.name();
        if !is_name(name.as_ref()) {
            return Err(malformed());
        }
        self.clean.push('<');
        self.clean.push_str(name.as_ref());
        // Drawings copied out of a web page lack these, and then show nothing
        // on their own.
        if is_root && name.prefix().is_none() && !declares(element, "xmlns") {
            self.attribute("xmlns", DRAWING[0]);
        }
        if is_root && self.names_links && !declares(element, "xmlns:xlink") {
            self.attribute("xmlns:xlink", LINKS[0]);
        }
        for attribute in element.attributes() {
            let attribute = attribute.map_err(|_| malformed())?;
            if !is_name(attribute.key.as_ref()) {
                return Err(malformed());
            }
            if let Some(value) = self.kept_value(reader, &attribute)? {
                self.attribute(attribute.key.as_ref(), &value);
            }
        }
        Ok(())
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.clean.push(' ');
        self.clean.push_str(name);
        self.clean.push_str("=\"");
        self.text(value);
        self.clean.push('"');
    }

    /// The value with which an attribute is kept, if it is.
    fn kept_value(
        &self,
        reader: &NsReader<&[u8]>,
        attribute: &Attribute<'_>,
    ) -> Result<Option<String>, PictureError> {
        if attribute.key.as_namespace_binding().is_some() {
            return Ok([DRAWING, LINKS]
                .iter()
                .find(|names| names.contains(&attribute.value.as_ref()))
                .map(|names| names[0].to_owned()));
        }
        let (namespace, name) = reader.resolver().resolve_attribute(attribute.key);
        let name = name.as_ref();
        let lower = name.to_ascii_lowercase();
        let is_wanted = match namespace {
            ResolveResult::Unbound => !lower.starts_with("on") && !lower.starts_with("data-"),
            ResolveResult::Bound(Namespace(XML)) => matches!(name, "space" | "lang"),
            ResolveResult::Bound(Namespace(links)) if LINKS.contains(&links) => {
                matches!(name, "href" | "title")
            }
            ResolveResult::Unknown(prefix) => prefix == "xlink" && name == "href",
            ResolveResult::Bound(_) => false,
        };
        if !is_wanted {
            return Ok(None);
        }
        let value = value(attribute)?;
        if lower == "href" || lower == "src" {
            let value = value.trim();
            if value.starts_with('#') {
                return Ok(Some(value.to_owned()));
            }
            return embedded::clean(value, self.depth);
        }
        // Many attributes are styles; those without a bracket load nothing.
        if lower == "style" || value.contains('(') {
            return css::clean(&value, self.depth).map(Some);
        }
        Ok(Some(value))
    }

    fn style_or_text(&mut self, style: &mut Option<String>, text: &str) {
        match style {
            Some(style) => style.push_str(text),
            None => self.text(text),
        }
    }

    fn text(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                '&' => self.clean.push_str("&amp;"),
                '<' => self.clean.push_str("&lt;"),
                '>' => self.clean.push_str("&gt;"),
                '"' => self.clean.push_str("&quot;"),
                '\n' | '\t' => self.clean.push(letter),
                // Not allowed in XML, so browsers would refuse the drawing.
                '\0'..' ' | '\u{FFFE}' | '\u{FFFF}' => {}
                _ => self.clean.push(letter),
            }
        }
    }
}

/// Drawing elements are wanted, save a few; those of editors are not.
fn is_wanted(reader: &NsReader<&[u8]>, element: &BytesStart<'_>) -> bool {
    let (namespace, name) = reader.resolver().resolve_element(element.name());
    let is_drawing = match namespace {
        // See `Writer::start` on drawings that state no namespace.
        ResolveResult::Unbound => true,
        ResolveResult::Bound(Namespace(name)) => DRAWING.contains(&name),
        ResolveResult::Unknown(_) => false,
    };
    let name = name.as_ref().to_ascii_lowercase();
    is_drawing && !UNWANTED.contains(&name.as_str()) && !animates_unwanted(element)
}

/// An animation can put back an address or an action that was removed.
fn animates_unwanted(element: &BytesStart<'_>) -> bool {
    let target = element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.as_ref().eq_ignore_ascii_case("attributeName"));
    target.is_some_and(|target| {
        // An unreadable one is as good as unwanted.
        value(&target).map_or(true, |name| {
            let name = name.trim().to_ascii_lowercase();
            name.ends_with("href") || name == "src" || name.starts_with("on")
        })
    })
}

/// Names are written out as they are, so they must not hide markup.
fn is_name(name: &str) -> bool {
    let is_start = |letter: char| letter.is_alphabetic() || letter == '_';
    name.starts_with(is_start)
        && name
            .chars()
            .all(|letter| letter.is_alphanumeric() || "_-.:".contains(letter))
}

fn declares(element: &BytesStart<'_>, name: &str) -> bool {
    let mut attributes = element.attributes();
    attributes.with_checks(false);
    attributes
        .flatten()
        .any(|attribute| attribute.key.as_ref() == name)
}

fn value(attribute: &Attribute<'_>) -> Result<String, PictureError> {
    attribute
        .normalized_value(XmlVersion::Implicit1_0)
        .map(std::borrow::Cow::into_owned)
        .map_err(|_| unknown_entity())
}

fn text(bytes: &[u8]) -> Result<&str, PictureError> {
    let text = str::from_utf8(bytes).map_err(|error| match error.error_len() {
        // The last letter is cut in two.
        None => PictureError::ends_too_soon(),
        Some(_) => PictureError::new(
            "this SVG picture is not written in UTF-8",
            "save it as “plain SVG”, and use that file",
        ),
    })?;
    Ok(text.strip_prefix('\u{FEFF}').unwrap_or(text))
}

fn root_size(reader: &NsReader<&[u8]>, root: &BytesStart<'_>) -> Result<(u32, u32), PictureError> {
    if root.local_name().as_ref() != "svg" || !is_wanted(reader, root) {
        return Err(not_a_drawing());
    }
    let stated = |name: &str| -> Option<String> {
        let attribute = root.try_get_attribute(name).ok()??;
        value(&attribute).ok()
    };
    let length = |name| stated(name).as_deref().and_then(pixels);
    let (width, height) = match (length("width"), length("height")) {
        (Some(width), Some(height)) => (width, height),
        _ => stated("viewBox")
            .as_deref()
            .and_then(view_box)
            .ok_or_else(|| {
                PictureError::new(
                    "this SVG picture does not say how large it is",
                    "open it in a drawing program, set its width and height \
                     in pixels, and save it anew",
                )
            })?,
    };
    Ok((whole(width), whole(height)))
}

/// A length in pixels; other units say nothing certain about a screen.
fn pixels(length: &str) -> Option<f64> {
    let length = length.trim();
    let number = length.strip_suffix("px").unwrap_or(length).parse().ok()?;
    is_size(number).then_some(number)
}

fn view_box(value: &str) -> Option<(f64, f64)> {
    let mut numbers = value
        .split(|letter: char| letter == ',' || letter.is_ascii_whitespace())
        .filter(|number| !number.is_empty())
        .map(str::parse);
    // The first two say where the picture begins.
    let (_, _) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    let (width, height) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    (is_size(width) && is_size(height)).then_some((width, height))
}

fn is_size(number: f64) -> bool {
    number.is_finite() && number > 0.0
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast keeps to the range of the type, which suffices"
)]
fn whole(length: f64) -> u32 {
    (length.round() as u32).max(1)
}

fn malformed() -> PictureError {
    PictureError::damaged("its SVG is not well-formed")
}

fn not_a_drawing() -> PictureError {
    PictureError::new(
        "this is not a picture of a kind that can be used",
        "save it as SVG, JPEG or PNG and use that file",
    )
}

fn unknown_entity() -> PictureError {
    PictureError::new(
        "this SVG picture uses abbreviations (entities) that cannot be read here",
        "save it as “plain SVG”, and use that file",
    )
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{TELLING_SVG, telling_jpeg, tells_nothing};
    use super::super::{clean, dimensions, embedded};

    fn cleaned(svg: &str) -> String {
        String::from_utf8(clean(svg.as_bytes()).unwrap().bytes).unwrap()
    }

    fn drawing(content: &str) -> String {
        format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2">{content}</svg>"#)
    }

    fn refused(svg: &str) -> String {
        clean(svg.as_bytes()).unwrap_err().message
    }

    #[test]
    fn a_drawing_keeps_what_is_drawn_and_nothing_else() {
        let clean = cleaned(TELLING_SVG);
        assert!(tells_nothing(clean.as_bytes()), "{clean}");
        let lines: Vec<_> = clean
            .lines()
            .map(str::trim)
            .filter(|l| !l.is_empty())
            .collect();
        assert_eq!(
            lines,
            [
                r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="24px" height="16">"#,
                "<title>A tree &amp; a house</title>",
                "<style>  .a &gt; b{fill:url(#shine)}  </style>",
                r##"<a><rect id="r" width="4" height="4" fill="url(#shine)"/></a>"##,
                r#"<a><text xml:space="preserve">1 &lt; 2 ä</text></a>"#,
                r##"<use xlink:href="#r" style="fill:none;opacity:.5"/>"##,
                "<image/>",
                "</svg>",
            ]
        );
    }

    #[test]
    fn the_size_is_told_by_pixels_or_else_by_the_view_box() {
        let size = |attributes: &str| dimensions(format!("<svg {attributes}/>").as_bytes());
        assert_eq!(size("width='30' height=' 20.4px '"), Ok((30, 20)));
        assert_eq!(
            size("width='30' height='20' viewBox='0 0 3 2'"),
            Ok((30, 20))
        );
        assert_eq!(
            size("width='10cm' height='9' viewBox='-1,-1, 3.6 2'"),
            Ok((4, 2))
        );
        assert_eq!(size("viewBox='0 0 .2 .1'"), Ok((1, 1)));
        for unclear in [
            "",
            "width='100%' height='100%'",
            "width='10cm' height='10cm'",
            "width='-3' height='inf'",
            "viewBox='0 0 0 0'",
            "viewBox='0 0 3'",
        ] {
            let error = size(unclear).unwrap_err();
            assert!(error.message.contains("how large"), "{unclear}");
            assert!(error.help.contains("width and height"));
        }
    }

    #[test]
    fn a_photo_inside_a_drawing_is_cleaned_too() {
        let photo = embedded::to_base64(&telling_jpeg(6));
        let clean = cleaned(&drawing(&format!(
            "<image href=\"data:image/jpeg;base64,{photo}\"/>"
        )));
        let (_, address) = clean.split_once("href=\"").unwrap();
        let (address, _) = address.split_once('"').unwrap();
        let inner = embedded::content(address).unwrap().unwrap();
        assert!(tells_nothing(&inner));
        assert_eq!(dimensions(&inner), Ok((16, 24)));
    }

    #[test]
    fn a_drawing_inside_a_drawing_is_cleaned_too_but_not_without_end() {
        let inner = "%3Csvg width='3' height='2' onload='SECRET'/%3E";
        let inner = format!("<image href=\"data:image/svg+xml,{inner}\"/>");
        let clean = cleaned(&drawing(&inner));
        assert!(clean.contains("data:image/svg+xml;base64,"), "{clean}");

        let mut nested = drawing("");
        for _ in 0..5 {
            let inner = embedded::to_base64(nested.as_bytes());
            nested = drawing(&format!(
                "<image href='data:image/svg+xml;base64,{inner}'/>"
            ));
        }
        assert!(refused(&nested).contains("pictures within pictures"));
    }

    #[test]
    fn a_damaged_or_unusable_picture_inside_a_drawing_is_named_as_such() {
        for address in [
            "data:image/png;base64,????",
            "data:image/png",
            "data:image/heic,%00%00%00%18ftypheic",
        ] {
            let message = refused(&drawing(&format!("<image href='{address}'/>")));
            assert!(
                message.starts_with("a picture inside this SVG"),
                "{message}"
            );
        }
    }

    #[test]
    fn a_drawing_copied_from_a_web_page_can_stand_alone() {
        assert_eq!(
            cleaned("<svg viewBox='0 0 3 2'><use xlink:href='#a'/></svg>"),
            "<svg xmlns=\"http://www.w3.org/2000/svg\" \
             xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 3 2\">\
             <use xlink:href=\"#a\"/></svg>"
        );
    }

    #[test]
    fn scripts_go_in_whatever_way_they_are_written() {
        for script in [
            "<SCRIPT>evil()</SCRIPT>",
            "<script href='evil.js'/>",
            "<s:script xmlns:s='http://www.w3.org/2000/svg'>evil()</s:script>",
            "<rect ONCLICK='evil()'/>",
            "<a href=' java&#x0A;script:evil()'/>",
            "<a href='&#106;avascript:evil()'/>",
            "<l:a xmlns:l='http://www.w3.org/1999/xlink' l:href='javascript:evil()'/>",
            "<a xmlns:l='http://www.w3.org/1999/xlink' l:href='javascript:evil()'/>",
            "<image href='data:text/html,evil()'/>",
            "<set attributeName='onclick' to='evil()'/>",
            "<animate attributeName=' href' values='javascript:evil()'/>",
            "<html:script xmlns:html='http://www.w3.org/1999/xhtml'>evil()</html:script>",
            "<handler>evil()</handler>",
        ] {
            let clean = cleaned(&drawing(script));
            assert!(!clean.contains("evil"), "{script} became {clean}");
        }
    }

    #[test]
    fn abbreviations_are_not_expanded() {
        let bomb = format!(
            "<!DOCTYPE svg [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>{}",
            drawing("<text>&b;</text>")
        );
        assert!(refused(&bomb).contains("abbreviations"));
        assert!(refused(&drawing("<text id='&b;'/>")).contains("abbreviations"));
    }

    #[test]
    fn old_illustrator_files_are_understood() {
        let clean = cleaned(
            "<!DOCTYPE svg [<!ENTITY ns_svg 'http://www.w3.org/2000/svg'>]>\
             <svg xmlns='&ns_svg;' xmlns:i='&ns_ai;' viewBox='0 0 3 2' i:pgf='SECRET'>\
             <i:pgf>SECRET</i:pgf><path d='M0 0'/></svg>",
        );
        assert_eq!(clean, drawing("<path d=\"M0 0\"/>"));
    }

    #[test]
    fn what_is_no_drawing_is_refused() {
        assert!(refused("<html><body/></html>").contains("not a picture"));
        assert!(refused("<svg xmlns='urn:other' width='3' height='2'/>").contains("not a picture"));
        assert!(refused("<svg width='3' height='2'><g></svg>").contains("damaged"));
        assert!(refused("<svg width='3' height='2'><g a='1' a='2'/></svg>").contains("damaged"));
        assert!(refused("<svg width='3' height='2'><g a\"b='1'/></svg>").contains("damaged"));
        let latin = clean(b"<svg width='3' height='2'>\xE4</svg>").unwrap_err();
        assert!(latin.message.contains("UTF-8"));
    }
}
