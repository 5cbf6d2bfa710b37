import { Autocomplete, Select, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { useSite } from '../site.tsx'
import classes from './desk.module.css'
import { usePlaces } from './desk-queries.ts'
import type { DraftKeeper, Values } from './draft-keeper.ts'

/** Where it is: a name brings its district with it, and whatever else the caller says stays as it is written. */
export function PlaceField({ keeper, values }: { readonly keeper: DraftKeeper; readonly values: Values }) {
  const { t } = useTranslation()
  const { districts } = useSite()
  const [text] = useDebouncedValue(values.place, 150)
  const { data } = usePlaces(text)
  const found = data?.places ?? []
  const options = new Map(found.map((place) => [place.name, place]))
  return (
    <div className={classes.pair}>
      <Autocomplete
        label={t('desk.form.place')}
        placeholder={t('desk.form.placeHint')}
        maxLength={1000}
        value={values.place}
        onChange={(place) => keeper.write('place', place)}
        onOptionSubmit={(name) => {
          const place = options.get(name)
          if (place !== undefined && place.district !== '') keeper.write('district', place.district)
        }}
        data={[...options.keys()]}
        filter={({ options: all }) => all}
        renderOption={({ option }) => {
          const place = options.get(option.value)
          return (
            <div>
              <Text size="sm">{option.value}</Text>
              {place !== undefined && (
                <Text size="xs" c="dimmed">
                  {t(`desk.form.placeKinds.${place.kind}`)}
                  {place.districtName !== null && place.kind !== 'district' && ` · ${place.districtName}`}
                </Text>
              )}
            </div>
          )
        }}
      />
      <Select
        label={t('desk.form.district')}
        placeholder={t('desk.form.choose')}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('desk.form.clear') }}
        nothingFoundMessage={t('desk.form.noDistrict')}
        data={districts.map(({ id, name }) => ({ value: id, label: name }))}
        value={values.district === '' ? null : values.district}
        onChange={(district) => keeper.write('district', district ?? '')}
      />
    </div>
  )
}
