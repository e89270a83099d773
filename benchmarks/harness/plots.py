"""Two plots as SVG, written by hand: a figure against the number of streams, one line for each client."""

COLOURS = {"floor": "#777777", "hai": "#c0392b", "beast": "#2471a3", "curl": "#b9770e", "aiohttp": "#1e8449",
           "httpx": "#7d3c98", "fetch": "#117a65"}
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 420, 70, 110, 40, 50


def log_position(value, low, high):
    import math
    return (math.log10(value) - math.log10(low)) / (math.log10(high) - math.log10(low))


def decades(low, high):
    import math
    return [10 ** e for e in range(math.ceil(math.log10(low)), math.floor(math.log10(high)) + 1)]


def plot(title, y_title, lines):
    """`lines`: client -> [(streams, value)]. Both axes are logarithmic."""
    points = [point for line in lines.values() for point in line if point[1] > 0]
    if not points:
        return None
    x_low, x_high = min(p[0] for p in points) * 0.8, max(p[0] for p in points) * 1.25
    y_low, y_high = min(p[1] for p in points) * 0.7, max(p[1] for p in points) * 1.4
    x = lambda value: LEFT + log_position(value, x_low, x_high) * (WIDTH - LEFT - RIGHT)
    y = lambda value: HEIGHT - BOTTOM - log_position(value, y_low, y_high) * (HEIGHT - TOP - BOTTOM)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
           f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
           f'<text x="{LEFT}" y="22" font-size="15">{title}</text>']
    for value in decades(x_low, x_high):
        out.append(f'<line x1="{x(value):.1f}" y1="{TOP}" x2="{x(value):.1f}" y2="{HEIGHT - BOTTOM}" stroke="#ddd"/>')
        out.append(f'<text x="{x(value):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{value:,}</text>')
    for value in decades(y_low, y_high):
        out.append(f'<line x1="{LEFT}" y1="{y(value):.1f}" x2="{WIDTH - RIGHT}" y2="{y(value):.1f}" stroke="#ddd"/>')
        out.append(f'<text x="{LEFT - 8}" y="{y(value) + 4:.1f}" text-anchor="end">{value:,g}</text>')
    out.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 12}" text-anchor="middle">streams</text>')
    out.append(f'<text x="16" y="{HEIGHT / 2}" transform="rotate(-90 16 {HEIGHT / 2})" text-anchor="middle">{y_title}</text>')
    taken = []
    for client, line in lines.items():
        line = sorted(p for p in line if p[1] > 0)
        if not line:
            continue
        path = " ".join(f"{x(n):.1f},{y(v):.1f}" for n, v in line)
        colour = COLOURS[client]
        out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        out += [f'<circle cx="{x(n):.1f}" cy="{y(v):.1f}" r="3" fill="{colour}"/>' for n, v in line]
        label = y(line[-1][1]) + 4
        while any(abs(label - other) < 13 for other in taken):
            label += 2
        taken.append(label)
        out.append(f'<text x="{x(line[-1][0]) + 8:.1f}" y="{label:.1f}" fill="{colour}">{client}</text>')
    out.append("</svg>")
    return "\n".join(out) + "\n"


def lines_of(values, prefix):
    lines = {}
    for key, row in values.items():
        kind, _, streams = key.partition("/")
        if kind == prefix and streams.isdigit():
            for client, value in row.items():
                lines.setdefault(client, []).append((int(streams), value))
    return lines
