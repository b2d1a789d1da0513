// The encodings in which a client accepts a page.

/** Encodings of the stored copies of a file, best first. */
const ENCODINGS = ['br', 'gzip'] as const;

/** Those of the stored encodings that an `Accept-Encoding` header accepts. A quality of 0 excludes one. */
export function acceptedEncodings(header = ''): readonly string[] {
  const qualities = new Map(header.toLowerCase().split(',').map(parseCoding));
  const other = qualities.get('*') ?? 0;
  return ENCODINGS.filter((name) => (qualities.get(name) ?? other) > 0);
}

function parseCoding(text: string): readonly [name: string, quality: number] {
  const [name = '', ...parameters] = text.split(';').map((part) => part.trim());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  return [name, quality === undefined ? 1 : Number(quality.slice(2)) || 0];
}
