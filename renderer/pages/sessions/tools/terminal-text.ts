// Output of commands for a page: colors as spans, progress bars in their last state, no other escape sequences.
import { trimTrailing } from '../trim-trailing.ts';

/** A run of text in one look. `color` indexes the eight terminal colors. */
export interface TextSpan {
  readonly text: string;
  readonly color?: number;
  readonly bold?: true;
}

// CSI and OSC sequences, two-byte escapes, and control characters except tab and newline.
const SEQUENCE =
  /\u001b\[([0-9;:?]*)[ -/]*([@-~])|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[ -/]*[0-~]|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/** Text in spans of one look. */
export function terminalSpans(raw: string): readonly TextSpan[] {
  const text = overwriteLines(raw);
  const spans: TextSpan[] = [];
  let look: Omit<TextSpan, 'text'> = {};
  let at = 0;
  const push = (end: number): void => {
    if (end > at) spans.push({ ...look, text: text.slice(at, end) });
  };
  for (const match of text.matchAll(SEQUENCE)) {
    push(match.index);
    at = match.index + match[0].length;
    if (match[2] === 'm') look = nextLook(look, match[1] ?? '');
  }
  push(text.length);
  return spans;
}

/** The last `count` lines, and how many come before them. */
export function lastLines(text: string, count: number): { readonly text: string; readonly before: number } {
  const trimmed = trimTrailing(text, '\n');
  let at = trimmed.length;
  for (let line = 0; line < count; line += 1) {
    const found = trimmed.lastIndexOf('\n', at - 1);
    if (found < 0) return { text: trimmed, before: 0 };
    at = found;
  }
  return { text: trimmed.slice(at + 1), before: trimmed.slice(0, at).split('\n').length };
}

/** A carriage return goes back to the start of the line: what follows replaces it. */
function overwriteLines(text: string): string {
  if (!text.includes('\r')) return text;
  return text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => lastState(trimTrailing(line, '\r')))
    .join('\n');
}

/** The part of a line that remains visible after its last carriage return. */
function lastState(line: string): string {
  return line.slice(line.lastIndexOf('\r') + 1);
}

function nextLook(look: Omit<TextSpan, 'text'>, parameters: string): Omit<TextSpan, 'text'> {
  const codes = parameters.split(/[;:]/).map(Number);
  if (codes[0] === 38 || codes[0] === 48) return look; // 256 and true colors: not one of the eight.
  return codes.reduce<Omit<TextSpan, 'text'>>((current, code) => {
    const { color: _color, ...plain } = current;
    if (code === 0) return {};
    if (code === 1) return { ...current, bold: true };
    if (code >= 30 && code <= 37) return { ...current, color: code - 30 };
    if (code >= 90 && code <= 97) return { ...current, color: code - 90 };
    return code === 39 ? plain : current;
  }, look);
}
