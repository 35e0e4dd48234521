/** SQL of the number for a new run: above all that are there, and above those of datasets that are gone. */
export const nextRunId = `1 + max((SELECT coalesce(max(id), 0) FROM run), (SELECT last_id FROM gone_run))`
