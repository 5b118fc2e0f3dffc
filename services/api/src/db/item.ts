/** A row of the table `items`, whose ids are 1 to 100,000 and whose labels are `item` and the id. */
export interface Item {
  readonly id: number;
  readonly label: string;
}

/** The row that every route of a database answers with. */
export const wanted: Item = { id: 4242, label: 'item 4242' };
