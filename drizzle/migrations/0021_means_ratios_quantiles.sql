ALTER TABLE "analysis_point" ADD COLUMN "exposed_value" double precision;--> statement-breakpoint
ALTER TABLE "analysis_point" ADD COLUMN "baseline_value" double precision;--> statement-breakpoint
ALTER TABLE "cohort_delta" ADD COLUMN "moments" double precision[];--> statement-breakpoint
ALTER TABLE "cohort_delta" ADD COLUMN "tails" integer[];