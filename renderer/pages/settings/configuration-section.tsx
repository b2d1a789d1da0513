// The configuration: as a form drawn from its schema, and as the file itself.
import { t } from '#messages/translate.ts';
import { Section } from '../../design/page.tsx';
import { ErrorNote, RequestStatus } from '../../design/states.tsx';
import { Segmented } from '../../design/tabs.tsx';
import { href, navigate } from '../../state/route.ts';
import { useRequest, useRoute, useSupports } from '../../state/use-client.ts';
import { ConfigEditor } from './config-file/config-editor.tsx';
import { ConfigForm } from './config-form/config-form.tsx';

const PATH = href('settings', 'configuration');

/** `/settings/configuration`, and with `?view=file` the file. */
export function ConfigurationSection() {
  const read = useRequest('config.get', {}, ['config.changed', 'settings.changed']);
  const canEdit = useSupports('config.check');
  const view = useRoute().query['view'] === 'file' ? 'file' : 'form';
  const config = read.data;
  return (
    <Section
      title={t('configuration.title')}
      summary={t('configuration.summary')}
      actions={
        canEdit && (
          <Segmented
            label={t('configuration.view')}
            value={view}
            options={[
              { value: 'form', label: t('configuration.view.form') },
              { value: 'file', label: t('configuration.view.file') },
            ]}
            onChange={(next) => navigate(next === 'file' ? `${PATH}?view=file` : PATH)}
          />
        )
      }
    >
      <RequestStatus read={read} rows={8} loading={t('configuration.loading')} failed={t('configuration.loadFailed')} />
      {config?.issues.map(({ path, message }) => (
        <ErrorNote key={path + message} title={path} message={message} hint={t('configuration.issueHint')} />
      ))}
      {config !== undefined &&
        (view === 'file' && canEdit ? <ConfigEditor config={config} /> : <ConfigForm config={config} />)}
    </Section>
  );
}
