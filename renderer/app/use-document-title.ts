// The title of the window or tab: what needs the user, where one is.
import { useEffect } from 'react';

/** `(2) Approvals – Gatehouse` */
export function useDocumentTitle(page: string | undefined, needsYou: number): void {
  useEffect(() => {
    const count = needsYou === 0 ? '' : `(${needsYou}) `;
    document.title = `${count}${page === undefined ? '' : `${page} – `}Gatehouse`;
  }, [page, needsYou]);
}
