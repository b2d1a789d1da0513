// The command palette: its dialog and its field. What it finds is loaded apart.
import { Search } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { Suspense, useId, useState, type KeyboardEvent } from 'react';
import { t } from '#messages/translate.ts';
import { lazyPart } from '../state/load-part.ts';
import { isComposing } from '../state/key-match.ts';
import { useCommand } from '../state/use-client.ts';
import { createListKeys } from './list-keys.ts';
import type { PaletteMode } from './palette-results.tsx';

const PaletteResults = lazyPart(() => import('./palette-results.tsx'), 'PaletteResults', 'early');
const LIST_KEYS = new Set(['ArrowDown', 'ArrowUp', 'Enter']);

/** Opens with Mod+K, and with Mod+P for files. */
export function Palette() {
  const [mode, setMode] = useState<PaletteMode | undefined>();
  const toggle = (next: PaletteMode) => () => setMode((now) => (now === next ? undefined : next));
  const close = (): void => setMode(undefined);
  useCommand('palette.open', toggle('all'));
  useCommand('files.find', toggle('files'));
  return (
    <Radix.Root open={mode !== undefined} onOpenChange={close}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          className="appear fixed inset-x-3 top-[12vh] z-40 mx-auto flex max-h-[60vh] max-w-150 flex-col overflow-hidden rounded-xl bg-raised shadow-high ring-1 ring-line outline-none"
        >
          <Radix.Title className="sr-only">
            {mode === 'files' ? t('app.palette.filesTitle') : t('app.palette.title')}
          </Radix.Title>
          <PaletteBody key={mode} mode={mode ?? 'all'} onClose={close} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface PaletteBodyProps {
  readonly mode: PaletteMode;
  readonly onClose: () => void;
}

/** The field is there at once. Keys for the list that are pressed before it is loaded wait for it. */
function PaletteBody({ mode, onClose }: PaletteBodyProps) {
  const [query, setQuery] = useState('');
  const [chosenId, setChosenId] = useState<string>();
  const listId = useId();
  const [keys] = useState(createListKeys);
  const label = mode === 'files' ? t('app.palette.filesLabel') : t('app.palette.label');
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isComposing(event.nativeEvent) || !LIST_KEYS.has(event.key)) return;
    event.preventDefault();
    keys.press(event.key);
  };
  return (
    <>
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Search size={16} aria-hidden className="text-ink-faint" />
        <input
          autoFocus
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={chosenId}
          aria-label={label}
          placeholder={label}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={onKeyDown}
          className="h-12 min-w-0 flex-1 bg-transparent text-base text-ink outline-none placeholder:text-ink-faint"
        />
      </div>
      <Suspense
        fallback={<ul id={listId} role="listbox" aria-busy aria-label={t('app.palette.results')} className="h-12" />}
      >
        <PaletteResults
          mode={mode}
          query={query}
          listId={listId}
          keys={keys}
          onChoose={setChosenId}
          onClose={onClose}
        />
      </Suspense>
    </>
  );
}
