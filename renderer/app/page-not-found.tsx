// Shown for an address that no page has, and for a page that this gateway doesn't support.
import { FileQuestion } from 'lucide-react';
import type { PlainMessageId } from '#messages/english.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../design/button.tsx';
import { EmptyState } from '../design/states.tsx';
import { navigate } from '../state/route.ts';
import { Frame } from './frame.tsx';

/** Leads to Home. */
export function PageNotFound() {
  return <Missing title="app.notFound.title" text="app.notFound.text" />;
}

/** Leads to Home. */
export function PageNotSupported() {
  return <Missing title="app.notSupported.title" text="app.notSupported.text" />;
}

function Missing({ title, text }: { readonly title: PlainMessageId; readonly text: PlainMessageId }) {
  return (
    <Frame page={{ segment: '', title }}>
      <div className="flex h-full bg-surface">
        <h1 className="sr-only">{t(title)}</h1>
        <EmptyState
          icon={FileQuestion}
          title={t(title)}
          text={t(text)}
          action={<Button label={t('app.notFound.home')} look="primary" onClick={() => navigate('/')} />}
        />
      </div>
    </Frame>
  );
}
