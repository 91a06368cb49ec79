import { upstash as played } from "../../../loopback/upstash/vendor.ts";
import { upstash } from "../../../providers/upstash/provider.ts";
import { upstashExhibits } from "../../gallery/upstash.ts";
import { upstashByHand } from "../../gallery/upstash-by-hand.ts";
import { describeGallery } from "./gallery-checks.ts";

describeGallery({ played, provider: upstash, exhibits: upstashExhibits, byHand: upstashByHand });
