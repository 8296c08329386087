/** The operators by which selectors of labels, node selectors and node affinity compare (apimachinery/pkg/selection). */
export type RequirementOperator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt'

/**
 * Whether a value meets one requirement of a selector.
 *
 * @param operator any text: what is no operator is met by nothing.
 * @param value that of the label or field; undefined where there is none.
 */
export function meets(
  operator: RequirementOperator | (string & {}),
  values: readonly unknown[],
  value: string | undefined
): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value)
    case 'NotIn':
      return value === undefined || !values.includes(value)
    case 'Exists':
      return value !== undefined
    case 'DoesNotExist':
      return value === undefined
    case 'Gt':
      return value !== undefined && Number(value) > Number(values[0])
    case 'Lt':
      return value !== undefined && Number(value) < Number(values[0])
    default:
      return false
  }
}
