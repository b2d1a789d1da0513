// The role and text of a stored transcript row.

/** The role and text of a row. */
export interface RowContent {
  readonly role: string;
  readonly text: string;
}

interface Row {
  readonly role: string;
  readonly content: string | readonly { readonly type: string; readonly text?: string }[];
}

/** Reads the role and text of a stored row. */
export function rowContent(json: string): RowContent {
  // Written by the engine.
  const { role, content } = JSON.parse(json) as Row;
  if (typeof content === 'string') return { role, text: content };
  return { role, text: content.flatMap(({ type, text = '' }) => (type === 'text' ? [text] : [])).join('\n') };
}

/** Whether a row is shown as a message. Tool results, and calls without text, aren't. */
export function isVisible({ role, text }: RowContent): boolean {
  return (role === 'user' || role === 'assistant') && text.trim() !== '';
}
