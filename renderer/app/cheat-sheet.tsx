// The list of keyboard shortcuts.
import { Suspense, useState } from 'react';
import { lazyPart } from '../state/load-part.ts';
import { useCommand } from '../state/use-client.ts';

const CheatSheetDialog = lazyPart(() => import('./cheat-sheet-dialog.tsx'), 'CheatSheetDialog', 'early');

/** Opens with `?`. */
export function CheatSheet() {
  const [open, setOpen] = useState<boolean>();
  useCommand('keys.show', () => setOpen(true));
  if (open === undefined) return null;
  return (
    <Suspense fallback={null}>
      <CheatSheetDialog open={open} onClose={() => setOpen(false)} />
    </Suspense>
  );
}
