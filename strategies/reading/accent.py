"""A region's accent colour as a stylesheet, with contrast that holds in light and dark."""

from colorsys import hls_to_rgb, rgb_to_hls

Colour = tuple[float, float, float]

# The grounds that accent-coloured text stands on (static/css/base.css: --tint, the darker one in light and the lighter in dark).
LIGHT, DARK = "#f2f1eb", "#1c2320"
WHITE: Colour = (1.0, 1.0, 1.0)
ENOUGH, STRONG = 5.5, 9.0


def accent_css(accent: str) -> str:
    """The tokens of base.css that follow from `accent` ("#1d6b4f").

    Light and dark values keep its hue and move its lightness until text in it has a contrast of at least 5.5:1 on every ground,
    its own tint among them.
    """
    colour = parse(accent)
    light, dark = parse(LIGHT), parse(DARK)
    day = _tokens(
        accent=(text := contrasting(colour, light, ENOUGH)),
        strong=contrasting(colour, light, STRONG),
        tint=mixed(text, WHITE, 0.1),
        on=WHITE,
        band=contrasting(colour, WHITE, STRONG),
    )
    night = _tokens(
        accent=(text := contrasting(colour, dark, ENOUGH)),
        strong=contrasting(colour, dark, STRONG),
        tint=mixed(text, parse("#131816"), 0.08),
        on=contrasting(colour, text, ENOUGH),
        band=contrasting(colour, WHITE, 13.0),
    )
    return f":root {{ {day} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {night} }} }}\n"


def _tokens(accent: Colour, strong: Colour, tint: Colour, on: Colour, band: Colour) -> str:
    values = {
        "accent": accent,
        "accent-strong": strong,
        "accent-tint": tint,
        "on-accent": on,
        "band": band,
    }
    return " ".join(f"--{name}: {written(value)};" for name, value in values.items())


def parse(colour: str) -> Colour:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def written(colour: Colour) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)


def mixed(over: Colour, under: Colour, share: float) -> Colour:
    red, green, blue = (a * share + b * (1 - share) for a, b in zip(over, under, strict=True))
    return red, green, blue


def luminance(colour: Colour) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """WCAG's contrast ratio, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def contrasting(colour: Colour, ground: Colour, ratio: float) -> Colour:
    """`colour` moved away from `ground` in lightness until the ratio is met; as given when it already is."""
    hue, lightness, saturation = rgb_to_hls(*colour)
    darker = luminance(ground) > 0.18
    end, step = (0.0, -0.01) if darker else (1.0, 0.01)
    while contrast(_rounded(colour), ground) < ratio and lightness != end:
        lightness = min(1.0, max(0.0, lightness + step))
        colour = hls_to_rgb(hue, lightness, saturation)
    return colour


def _rounded(colour: Colour) -> Colour:
    return parse(written(colour))
