// Text in HTML.

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** Escape sequences of terminals, and control characters that HTML forbids. */
// oxlint-disable-next-line no-control-regex
const CONTROL = /\u001b\[[0-9;:?]*[ -/]*[@-~]|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/** Safe in an element and in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replaceAll(CONTROL, '').replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
