// Formats JSON for people: values that fit on one line stay on one line.

const WIDTH = 118;

/** Formats a value as indented JSON, with short lists and objects on one line. */
export function compactJson(value: unknown, indent = 0): string {
  const flat = flatJson(value);
  if (flat.length + indent <= WIDTH || typeof value !== 'object' || value === null) return flat;
  const inner = ' '.repeat(indent + 2);
  const parts = Array.isArray(value)
    ? value.map((item) => compactJson(item, indent + 2))
    : Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${compactJson(item, indent + 2)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return `${open}\n${parts.map((part) => inner + part).join(',\n')}\n${' '.repeat(indent)}${close}`;
}

function flatJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flatJson).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${flatJson(item)}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}
