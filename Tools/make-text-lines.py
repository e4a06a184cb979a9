#!/usr/bin/env python3
"""Writes further made-up lines to score: other names and patterns than the trainer uses.

  python3 Tools/make-text-lines.py OUT.jsonl"""
import sys
import random, json
random.seed(99)
L="Abernathy Achterberg Adeyemi Bhattacharya Blankenship Castellanos Chaudhry Dziedzic Eichelberger Fitzsimmons Ghorbani Hargreaves Iwasaki Jankowski Kowalczyk Lindqvist Mbeki Nakagawa Okonkwo Papadopoulos Quintanilla Ramaswamy Szymanski Thistlewood Underhill Vandermeer Winterbottom Xanthopoulos Yamoah Zielinski Carter Mills Stone Rivers Woods Banks Hill Waters Price Bishop Nolan Greer Trask Mohr Pruitt Siddiqui Tran Nguyen Osei Farouk Hale Crane Drake Marsh".split()
F="Aoife Bronwyn Chidi Dmitri Esperanza Fatima Giancarlo Hyacinth Ingrid Jermaine Katarzyna Leopold Marguerite Nikolai Ottilie Priyanka Quentin Rashida Soren Tatiana Ulysses Violetta Winifred Xavier Yolanda Zachary Grace Mark Will Rose Dean Faith Jack Anna Paul Susan Omar Mei Ravi".split()
H=["Harbor Point Medical Center","St. Brendan's","Kingsway Hospital","Mercy Regional","Blue Ridge Imaging","Alder Creek Clinic","Royal Derwent Infirmary","Northgate Community Hospital"]
C=["Spokane","Dayton","Leicester","Fresno","Calgary","Tampa"]
def name(): return random.choice(F)+' '+random.choice(L)
T=[ "CT CHEST W CONTRAST - {PU}","{S} {LU}","{S} ({N})","MRI LSPINE {CM}","XR HAND 3V for Dr {L}","{LU} MRI BRAIN","{CARET} ax t2","{L}_knee","per Dr. {L}'s request","{N} unable to lie still","{N} vomited after contrast","{lc} did not want iv contrast","spoke w {L} at 0930","{F} in CT2 aware","tech: {I}","scanned by {F}","RT {I} / RN {I2}","{CM} arrived late","mother {F} in room","pt's husband {N} consented","report to {N} MD","Referring MD: {CM}","{T} {L} requests stat read","f/u w {L} next wk","{N} is a 45 year old with chest pain","{N}, 72M, hx CABG","see note by {L}","biopsy by {L} showed adenocarcinoma","operated by {N}","h/o mastectomy by Dr. {N}","Study reviewed with {N}, PGY-3","Final report signed by {CM}","Attending radiologist: {N}","/s/ {N}","{N}, M.D.","Transcriptionist: {I}","Dictated: {N}","Findings communicated to {N} by telephone","Prelim by {L}","The patient, {N}, presented with cough","Mr. {L} has a 5 mm nodule","Images sent to {H}","comparison CT from {H}","xfer from {H}","done at {H}","visiting from {C}","wife {F} is driving","sister-in-law {F}","Emergency contact {N}","school nurse {L}","{N} (interpreter)","ok'd by {L}","c/o Dr {L}","DR {LU} PT","{LU},{FU}","{FU} {LU}","{LU} {FU} R","{L} {F} LT KNEE","Signed: {I}","{L} pt. - call first","d/w {T} {L}","D/W {LU}","thx {F}","{F} pls recheck","ask {L}","{L} wants delayed views"]
S=["ax t1 fs","SAG T2","cor stir","AX DWI","T2 FLAIR","scout","MIP"]
out=[]
def emit(t,k):
    text='';spans=[]
    import re
    pos=0
    for m in re.finditer(r'\{(\w+)\}',t):
        text+=t[pos:m.start()]; pos=m.end()
        n=m.group(1)
        typ='PERSON'
        f,l=random.choice(F),random.choice(L)
        v={'PU':(l+' '+f).upper(),'LU':l.upper(),'FU':f.upper(),'N':f+' '+l,'CM':l+', '+f,'L':l,'F':f,'CARET':(l+'^'+f).upper(),'lc':(f+' '+l).lower(),'I':''.join(random.choices('ABDGJKLMWZ',k=2)),'I2':''.join(random.choices('ABDGJKLMWZ',k=2))}.get(n)
        if n=='S': text+=random.choice(S); continue
        if n=='T': text+=random.choice(['Dr','Dr.','Mrs','Ms.','Prof']); continue
        if n=='H': v=random.choice(H);typ='HOSPITAL'
        if n=='C': v=random.choice(C);typ='LOCATION'
        spans.append({'start':len(text),'end':len(text)+len(v),'type':typ}); text+=v
    text+=t[pos:]
    out.append({'id':f'my-{k}','lang':'en','text':text,'spans':spans,'source':'my'})
k=0
for t in T:
    for _ in range(6): emit(t,k);k+=1
# clean
mod="CT MR XR US NM PET FL MG".split()
clean=[]
bp=["Chest","Abdomen","Pelvis","Brain","Head","Neck","Knee","Ankle","Shoulder","Cervical spine","Lumbar spine","Thoracic spine","Sacrum and coccyx","Orbits","Facial bones","Temporal bones","Hip","Femur","Tibia and fibula","Wrist","Hand","Finger","Elbow","Forearm","Humerus","Clavicle","Sternum","Ribs","Heart","Aorta","Renal arteries","Kidney","Liver","Pancreas","Gallbladder","Bladder","Prostate","Uterus and fallopian tubes","Scrotum and testicle","Thyroid","Parathyroid","Breast","Brachial plexus","Pituitary","Internal auditory canal","Coronary arteries","Pulmonary arteries","Portal vein","Upper extremity veins","Salivary glands","Larynx","Esophagus","Small bowel","Colon","Appendix","Adrenal gland","Spleen"]
tl=["W IV contrast","WO IV contrast","WO/W IV contrast","W anesthesia","3 views","2 views","AP and lateral","Views standing","Limited","Complete","W Doppler","Multiphase","Guidance for percutaneous biopsy","Guidance for drainage","for foreign body","W conscious sedation","portable","bilateral","left","right","perfusion","angiogram","venogram","W reformat","Post myelogram","W arthrogram","spot compression","screening","tomosynthesis","Hi-Res","low dose","follow-up"]
for m in mod:
    for b in random.sample(bp,22): clean.append(f'{m} {b} {random.choice(tl)}')
clean+= ["XR Chest PA and Lateral","XR Spine Scoliosis 2 or 3 views","NM Bone scan 3 phase","NM Gastric emptying study","NM Lung ventilation and perfusion","PET+CT Skull base to mid-thigh","XR Swallowing function video","FL Upper GI W air contrast","US Transvaginal","US Fetal biophysical profile","IR Embolization artery","IR Nephrostomy tube exchange","CT Maxillofacial WO","MR Cholangiopancreatography","XR Patella sunrise","XR Skull Townes","XR Zygomatic arch","ThorRoutine 5.0 B70f","Abdomen 5.0 I30f 3","AX FSE T2 FS","sag_t1_vibe_dyn","ep2d_diff_b50_400_800_ADC","HASTE COR BH","LAVA FLEX","3D TOF COW","MRCP 3D RESP TRIG","Neck CTA MIP THICK","Dose Record","Exponential ADC","localizer haste 3 plane","T2W_TSE_CLEAR","sT1W_3D_TFE","WATER: AX LAVA","InPhase: DIXON","RIGHT L-CC Tomo","Screenshot","Vol. Head 0.5 CE","Body 1.0 CE","Lung 3.0 Lung","CT Abd/Pelvis (Enterography)","Cardiac Function 10 slices","Radial Breathhold","Stealth protocol","Gamma knife","BrainLab","Stryker Nav","Medtronic StealthStation","ORTHO PLANNING","SMV thrombosis","Lisfranc injury","Hill-Sachs defect","Segond fracture","Maisonneuve fracture","Morel-Lavallee lesion","Baker's cyst","Monro foramen","Sturge-Weber","Hashimoto thyroiditis","Legg-Calve-Perthes","Osgood-Schlatter","Chopart joint","Galeazzi fx","Budd-Chiari","Wilms tumor","Kaposi sarcoma","Takotsubo","Ramsay Hunt","Hand foot and mouth","Merkel cell ca","Pott's puffy tumor","Gartner duct cyst","Rokitansky nodule","Mayer-Rokitansky","Wolff Parkinson White","Virchow node","Swan-Ganz catheter","Jackson-Pratt drain","Foley","Dobhoff tube tip","IVC filter","Hickman catheter in SVC","Harrington rods","Girdlestone","Ilizarov frame","Whipple procedure","Roux-en-Y gastric bypass","Billroth II","Nissen fundoplication","Hartmann pouch","Brachytherapy","ALARA","Image 4/24","5/5 strength bilaterally","Reason: pain, 3 days","no known allergies","creatinine 1.2","eGFR > 60","weight 82 kg","120 mL Omnipaque 350","22G R AC","Pt is NPO","unable to raise arms","Prone","HFS","Head First Supine","motion artifact","repeat x2","incomplete exam","tech error","wrong side marked","add on","STAT","OR case","c-arm 0:32 sec fluoro","IMPRESSION: 1. No acute cardiopulmonary process.","There is no evidence of acute intracranial hemorrhage.","The lungs are clear. Heart size is normal.","Degenerative changes at L4-5 and L5-S1.","Mild hepatic steatosis.","Post cholecystectomy.","Unremarkable exam.","Clinical correlation is recommended.","Recommend follow-up CT in 3-6 months per Fleischner guidelines.","BI-RADS 2: benign.","Findings are suspicious for Crohn disease.","Status post CABG and median sternotomy.","Right IJ central line tip at cavoatrial junction.","Endotracheal tube 4 cm above carina."]
for i,c in enumerate(clean): out.append({'id':f'myc-{i}','lang':'en','text':c,'spans':[],'source':'my-clean'})
zc=["头颅CT平扫","胸部CT平扫+增强","上腹部MRI平扫","颈椎正侧位","腰椎间盘突出症","双膝关节负重位","左侧股骨颈骨折术后","右肺上叶结节，建议3个月后复查","脂肪肝","胆囊结石","双肾结石","前列腺增生","子宫肌瘤","甲状腺结节TI-RADS 3类","乳腺BI-RADS 4A","冠状动脉钙化积分","主动脉夹层Stanford B型","下肢静脉血栓","颅内未见明显异常","两肺纹理清晰，未见实变影","心影大小形态正常","胸腔积液少量","脑白质脱髓鞘","双侧基底节区腔隙性脑梗死","鼻窦炎","中耳乳突炎","垂体微腺瘤","海绵窦","腮腺肿瘤","平山病","桥本甲状腺炎","川崎病复查","高安动脉炎","马凡综合征","雷诺现象","白塞病","唐氏综合征","陈旧性骨折","陈旧性肺结核","金黄色葡萄球菌","黄体破裂","石膏外固定","安静状态","常规平扫","水平裂增厚","叶间积液","毛细血管瘤","方案A","单纯性囊肿","时相不佳","连枷胸","空肠起始部","孔源性视网膜脱离","管腔狭窄","尿管","包膜完整","古典型","向左偏移","步态不稳","温度37.5","高热3天","张力性气胸","白内障术后","江米样","于右肺","余未见异常","任何部位","全景曲面断层","容积重建","计划CT","定位CT","T2WI压脂","DWI b=1000","轴位3mm","冠状位MPR","骨算法重建","延迟期3min","门脉期","造影剂过敏史","青霉素过敏","体重60kg","空腹血糖","不能配合","家属陪同","患者躁动","请结合临床","建议随访","报告医生","审核医师","检查技师","患者姓名","左侧卧位","项背部疼痛","车祸后2小时","高处坠落伤","男性，56岁","女，34岁，咳嗽","孕24周+3天","第3腰椎","L4/5椎间盘","C5/6","1/2量","3/4分裂","肌力4/5级","柯莱斯骨折","许莫氏结节","施万细胞瘤","霍奇金淋巴瘤","贝尔面瘫","克罗恩病活动期","阿尔茨海默病","帕金森病","舒尔曼病","希恩综合征","范可尼综合征","罗氏线","沈通氏线","夏科关节","朗格汉斯细胞","米勒管","华法林","阿司匹林","万古霉素","利多卡因","东莨菪碱","丁螺环酮","碘海醇350","路径图","支撑导管","龙胆紫","柏林蓝染色","钱币样病灶","麦氏点压痛","童颜","严重狭窄","金属伪影","康复科","申请单","明显强化","广泛转移","丰富血供","强直性脊柱炎","成人Still病","熊去氧胆酸","谷丙转氨酶升高","祝愿","卫生宣教","史密斯骨折","雷公藤","马蹄内翻足","鲁米那","葛根","苏醒室","云絮状影","方颅","戚击","宫颈癌","伏案工作","成骨肉瘤","房间隔缺损","宁心","贺普丁","顾虑较重","倪氏","汤匙状","滕氏","殷红色","毕Ⅱ式术后","郝氏","安装心脏起搏器","常染色体显性遗传","乐观","于2小时前"]
for i,c in enumerate(zc): out.append({'id':f'myz-{i}','lang':'zh','text':c,'spans':[],'source':'my-zh-clean'})
# zh positives
ZL="赖 龙 尤 游 涂 鄢 欧阳 司马 卜 柯 阮 谷 祁 席 简 区 冼 骆 项 苗 左 黄 马 白 高 江 方 石".split()
ZG="嘉怡 俊杰 海波 秋菊 一鸣 浩然 梓轩 晓燕 国强 建华 淑芬 雨桐 天佑 博 倩 磊 璐 钰 昊 婧 文静 志刚 春花 德福 雪梅".split()
ZH=["青岛市立医院","衡水市第四人民医院","浙江省肿瘤医院","北京同仁医院","玉林市妇幼保健院","龙泉镇卫生院","解放军第九六〇医院"]
ZT=["胸部CT {N}","{N} 头颅MR","({N})腰椎","病人{N}拒绝增强","{N}家属来取片","患者{N}，男，56岁","患者{N}因胸痛入院","姓名:{N} 性别:女","{N}，女，34岁，咳嗽","报告医师：{N}","审核：{N}","{N}/{N2}","技师{N}","{S}医生要求加扫","请{S}主任会诊","{S}护士打药","由{N}医师操作","申请医生:{N}","{N}主任阅片","与{N}影像混淆","曾在{H}就诊","{H}会诊片","外院{H}CT","转自{H}","手术医生{N}","已电话告知{N}医生","危急值报告{S}大夫","家属{N}签字","母亲{N}陪同","患儿{N}哭闹","{N}（{N2}代签）","{N}老师","老{S}打药","小{S}摄片","{N}复查","{N}术后","{N}右膝","{N}增强扫描"]
import re
k=0
for t in ZT:
    for _ in range(6):
        text='';spans=[];pos=0
        for m in re.finditer(r'\{(\w+)\}',t):
            text+=t[pos:m.start()];pos=m.end();n=m.group(1);typ='PERSON'
            v=random.choice(ZL)+random.choice(ZG)
            if n=='S': v=random.choice(ZL[:6]+ZL[8:])
            if n=='H': v=random.choice(ZH);typ='HOSPITAL'
            spans.append({'start':len(text),'end':len(text)+len(v),'type':typ});text+=v
        text+=t[pos:]
        out.append({'id':f'myzp-{k}','lang':'zh','text':text,'spans':spans,'source':'my-zh'});k+=1
with open(sys.argv[1],'w',encoding='utf-8') as f:
    for o in out: f.write(json.dumps(o,ensure_ascii=False)+'\n')
print(len(out))
