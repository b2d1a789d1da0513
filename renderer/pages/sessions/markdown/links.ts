// Which links of a model's text may be opened: web pages, after a click, in a window that cannot reach back.

/** The address to open, or `undefined` for anything but http and https. */
export function safeHref(href: string | undefined): string | undefined {
  if (href === undefined || !URL.canParse(href)) return undefined;
  const { protocol } = new URL(href);
  return protocol === 'http:' || protocol === 'https:' ? href : undefined;
}
