// The direction of the page, which is that of the language.

/** Whether lines start on the right, and the sidebar is there. */
export function isRightToLeft(): boolean {
  return document.documentElement.dir === 'rtl';
}
