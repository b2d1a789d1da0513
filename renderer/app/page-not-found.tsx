// Shown for an address that no page has.
import { FileQuestion } from 'lucide-react';
import { t } from '#messages/translate.ts';
import { Button } from '../design/button.tsx';
import { EmptyState } from '../design/states.tsx';
import { navigate } from '../state/route.ts';
import { Frame } from './frame.tsx';

/** Leads to Home. */
export function PageNotFound() {
  return (
    <Frame page={{ segment: '', title: 'app.notFound.title' }}>
      <div className="flex h-full bg-surface">
        <h1 className="sr-only">{t('app.notFound.title')}</h1>
        <EmptyState
          icon={FileQuestion}
          title={t('app.notFound.title')}
          text={t('app.notFound.text')}
          action={<Button label={t('app.notFound.home')} look="primary" onClick={() => navigate('/')} />}
        />
      </div>
    </Frame>
  );
}
