import type { PodTemplate } from 'kubernetes-types/core/v1.js'
import { labelsText, nameColumn, nameOf } from '../../tables/cells.ts'
import { defineKind } from '../kind.ts'
import { defaultPodTemplate } from '../pods/defaults.ts'
import { templateErrors } from '../pods/validation/template.ts'
import { containerCells } from './cells.ts'
import { templateWarnings } from './warnings.ts'

/** pkg/registry/core/podtemplate/strategy.go (v1.35). */
export const podTemplateKind = defineKind<PodTemplate>({
  resource: { group: '', resource: 'podtemplates' },
  generation: true,
  returnsDeleted: true,
  defaults: podTemplate => defaultPodTemplate((podTemplate.template ??= {})),
  validate: ({ template }) => templateErrors(template ?? {}, 'template'),
  columns: [nameColumn, { name: 'Containers' }, { name: 'Images' }, { name: 'Pod Labels' }],
  cells: podTemplate => [
    nameOf(podTemplate),
    ...containerCells(podTemplate.template?.spec?.containers),
    labelsText(podTemplate.template?.metadata?.labels)
  ],
  warnings: ({ template }) => templateWarnings(template, 'template')
})
