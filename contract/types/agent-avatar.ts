// The picture of an agent: a small image as a data URL.

/** Longest data URL, characters: an image of about 48 kB. */
export const MAX_AVATAR_CHARS = 65_536;
/** Formats that every browser displays and that can't contain scripts. */
export const AVATAR_PATTERN = '^data:image/(png|jpeg|webp|gif);base64,[A-Za-z0-9+/]+={0,2}$';
