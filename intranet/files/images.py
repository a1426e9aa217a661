"""Pictures are made anew: turned the right way up, of a bounded size, and nothing kept but what one sees."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

from PIL import Image, ImageCms, ImageOps, ImageSequence

from .kinds import BOMB, DAMAGED, FileRefused

# Of a picture before it is decoded; phones take 50 million at most. Animations count every frame.
MAX_PIXELS = 64_000_000
MAX_SIDE = 4096
MAX_FRAMES = 300
FORMATS = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp"}
SAVING: dict[str, dict[str, Any]] = {
    "jpg": {"format": "JPEG", "quality": 88, "optimize": True, "progressive": True},
    "png": {"format": "PNG", "optimize": True},
    "gif": {"format": "GIF", "optimize": True},
    "webp": {"format": "WEBP", "quality": 88, "method": 4},
}
MODES = {
    "jpg": {"RGB", "L"},
    "png": {"1", "L", "LA", "P", "RGB", "RGBA", "I;16"},
    "gif": {"P", "L", "1", "RGB", "RGBA"},
    "webp": {"RGB", "RGBA"},
}
# Behind a portrait that lets something through.
STONE = (222, 220, 211, 255)
# A decoded picture may take 250 MB: one at a time in a process.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Rebuilt:
    """A picture made anew."""

    content: IO[bytes]
    extension: str
    width: int
    height: int


def rebuild(file: Any) -> Rebuilt:
    """The picture in `file`, made anew; `FileRefused` when it is none, is broken, or is too large to decode."""
    file.seek(0)
    try:
        with _one_at_a_time, Image.open(file, formats=["JPEG", "PNG", "GIF", "WEBP"]) as image:
            return _rebuilt(image)
    except FileRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise FileRefused(BOMB) from error
    except Exception as error:  # decoders raise what they like on what is broken or hostile
        raise FileRefused(DAMAGED) from error


def thumbnail(file: Any, side: int) -> IO[bytes]:
    """A small WebP of the picture in `file` (one of ours), at most `side` pixels wide and high."""
    with _one_at_a_time, Image.open(file, formats=["JPEG", "PNG", "GIF", "WEBP"]) as image:
        image.draft("RGB", (2 * side, 2 * side))
        small = _in_mode(image, "webp")
        small.thumbnail((side, side))
        small.info = {}
        out = BytesIO()
        small.save(out, format="WEBP", quality=80, method=4)
    out.seek(0)
    return out


def square(file: Any, side: int) -> IO[bytes]:
    """The middle of the picture in `file` (one of ours) as a WebP of exactly `side` by `side` pixels, opaque."""
    with _one_at_a_time, Image.open(file, formats=["JPEG", "PNG", "GIF", "WEBP"]) as image:
        image.draft("RGB", (2 * side, 2 * side))
        small = ImageOps.fit(image.convert("RGBA"), (side, side))
        ground = Image.new("RGBA", small.size, STONE)
        out = BytesIO()
        Image.alpha_composite(ground, small).convert("RGB").save(out, format="WEBP", quality=80, method=4)
    out.seek(0)
    return out


def _rebuilt(image: Any) -> Rebuilt:
    extension = FORMATS[image.format]
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise FileRefused(BOMB)
    out = BytesIO()
    if extension != "jpg" and getattr(image, "is_animated", False):
        size = _save_moving(image, extension, out)
    else:
        size = _save_still(image, extension, out)
    out.seek(0)
    return Rebuilt(out, extension, *size)


def _save_still(image: Any, extension: str, out: Any) -> tuple[int, int]:
    image.draft("RGB", (MAX_SIDE, MAX_SIDE))
    image.load()
    still = _in_srgb(ImageOps.exif_transpose(image))
    if max(still.size) > MAX_SIDE:
        if still.mode in ("1", "P"):
            still = still.convert("RGBA")
        still.thumbnail((MAX_SIDE, MAX_SIDE))
    still = _in_mode(still, extension)
    # Comments, positions, serial numbers: all of it is in here.
    still.info = {key: value for key, value in still.info.items() if key == "transparency"}
    still.save(out, **SAVING[extension])
    return still.size


def _save_moving(image: Any, extension: str, out: Any) -> tuple[int, int]:
    limit = min(MAX_FRAMES, MAX_PIXELS // (image.width * image.height))
    if max(image.size) > MAX_SIDE:
        raise FileRefused(BOMB)
    frames, durations = [], []
    loop = image.info.get("loop", 0)
    for frame in ImageSequence.Iterator(image):
        if len(frames) >= limit:
            raise FileRefused(BOMB)
        frames.append(frame.convert("RGBA"))
        frames[-1].info = {}
        durations.append(frame.info.get("duration") or 100)
    saving = {**SAVING[extension], "save_all": True, "append_images": frames[1:], "duration": durations, "loop": loop}
    if extension == "gif":
        saving["disposal"] = 2
    frames[0].save(out, **saving)
    return frames[0].size


def _in_srgb(image: Any) -> Any:
    """`image` with its colours as screens show them, so that its profile can go."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK"):
        return image
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        return ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except (ImageCms.PyCMSError, OSError):  # a profile that is broken says nothing
        return image


def _in_mode(image: Any, extension: str) -> Any:
    if image.mode in MODES[extension]:
        return image
    has_alpha = extension != "jpg" and (
        image.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in image.info
    )
    return image.convert("RGBA" if has_alpha else "RGB")
