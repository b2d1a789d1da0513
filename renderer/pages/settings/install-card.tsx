// Installs the app in a browser, or says how.
import { useStore } from 'zustand';
import { t } from '#messages/translate.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Card } from '../../design/page.tsx';
import { attempt } from '../../design/toasts.ts';
import { installApp, installStore } from '../../install/install-offer.ts';
import { SettingRow } from './setting-row.tsx';

/** For browsers only. */
export function InstallCard() {
  const { state } = useStore(installStore);
  return (
    <Card>
      <SettingRow title={t('install.title')} hint={t(`install.${state}`)}>
        {() => (
          <>
            {state === 'offered' && (
              <Button
                label={t('install.install')}
                look="primary"
                onClick={() => attempt(t('install.failed'), installApp)}
              />
            )}
            {state === 'installed' && <Badge tone="ok">{t('install.done')}</Badge>}
          </>
        )}
      </SettingRow>
    </Card>
  );
}
