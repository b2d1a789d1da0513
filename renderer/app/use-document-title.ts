// The title of the window or tab: the number of pending decisions and the page.
import { useEffect } from 'react';

/** `(2) Approvals – Gatehouse` */
export function useDocumentTitle(page: string, needsYou: number): void {
  useEffect(() => {
    const count = needsYou === 0 ? '' : `(${needsYou}) `;
    document.title = `${count}${page} – Gatehouse`;
  }, [page, needsYou]);
}
