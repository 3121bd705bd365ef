// dump zoo tree: node dump.mjs ROOT OUT
import {parquetReadObjects, asyncBufferFromFile} from 'hyparquet'
import {compressors} from 'hyparquet-compressors'
import fs from 'fs'; import path from 'path'
const [root,out]=process.argv.slice(2)
fs.mkdirSync(out,{recursive:true})
function* walk(d){for(const e of fs.readdirSync(d,{withFileTypes:true})){const p=path.join(d,e.name);if(e.isDirectory())yield*walk(p);else if(p.endsWith('.parquet'))yield p}}
const by={}
for(const sub of ['features','targets'])for(const p of walk(path.join(root,sub))){
 const rel=path.relative(path.join(root,sub),p); const s=(rel.match(/source=([^/]+)/)||[])[1]; const d=rel.match(/dataset=([^/]+)/)[1]
 const k=(s?s+'@':'targets@')+d
 const rows=await parquetReadObjects({file:await asyncBufferFromFile(p),compressors});
 (by[k]=by[k]||[]).push(...rows)}
for(const [k,rows] of Object.entries(by)){
 const cols=Object.keys(rows[0]); const meta={n:rows.length,cols:{}}
 meta.ids=rows.map(r=>typeof r.id==='bigint'?Number(r.id):r.id); meta.idtype=typeof rows[0].id
 for(const c of cols){ if(c==='id')continue; const v0=rows[0][c]; const w=(v0 instanceof Array||ArrayBuffer.isView(v0))?v0.length:1
  const a=new Float64Array(rows.length*w); rows.forEach((r,i)=>{const v=r[c]; if(w>1||typeof v!=='number')for(let j=0;j<w;j++)a[i*w+j]=v==null?NaN:v[j];else a[i]=v}); meta.cols[c]=w
  fs.writeFileSync(path.join(out,k+'@'+c+'.f64'),Buffer.from(a.buffer))}
 fs.writeFileSync(path.join(out,k+'.json'),JSON.stringify(meta))}
